import { type SigningAlgorithm, signingAlgorithms } from '@/lib/clients/profile';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { generateSigningKey } from '@/lib/keys/generate';
import { forgetKeys, readPrivateKey } from '@/lib/keys/ring';
import { decideNextKey, findReplacedKeys, publishedAheadSeconds } from '@/lib/keys/rules';
import {
  deleteFinishedKey,
  deleteSigningKey,
  findSigningKeys,
  insertSigningKey,
  withKeysLocked,
} from '@/lib/keys/store';

/**
 * What time asks for: the first keys of an installation, the next ones ahead of their time, and an end to those whose
 * last token has expired. Every node runs it every minute; of several at once one does the work. Throws
 * SigningKeyError, before anything is made, when AUTH_SECRET is not that of the keys that are there.
 */
export async function maintainSigningKeys(ctx: RequestContext): Promise<void> {
  const isDue = (keys: Awaited<ReturnType<typeof findSigningKeys>>) =>
    signingAlgorithms.flatMap((algorithm) => {
      const signsFrom = decideNextKey(keys, algorithm, ctx.now, env().keyRotationSeconds);
      return signsFrom ? [{ algorithm, signsFrom }] : [];
    });
  const seen = await findSigningKeys();
  seen.forEach(readPrivateKey);
  if (isDue(seen).length === 0 && findReplacedKeys(seen, ctx.now).length === 0) return;

  // Made before the lock is taken: a key of RSA may take seconds, and nobody is to wait for it.
  const made = await makeKeys(ctx, isDue(seen));
  await withKeysLocked(async (db) => {
    const keys = await findSigningKeys(db);
    keys.forEach(readPrivateKey);
    const due = isDue(keys).map(({ algorithm }) => algorithm);
    for (const key of made.filter(({ algorithm }) => due.includes(algorithm)))
      await insertSigningKey(db, ctx, key);
    for (const replaced of findReplacedKeys(keys, ctx.now)) await deleteFinishedKey(db, ctx, replaced);
  });
  forgetKeys();
}

const makeKeys = (ctx: RequestContext, wanted: { algorithm: SigningAlgorithm; signsFrom: Date }[]) =>
  Promise.all(wanted.map(({ algorithm, signsFrom }) => generateSigningKey(ctx, algorithm, signsFrom)));

export type Rotation = {
  /** Sign with the new keys at once; verifiers that keep the published keys learn of them by an unknown `kid`. */
  immediately?: boolean;
  /** Unpublish all others: whatever they signed fails everywhere. For a private key that has leaked. */
  removeOld?: boolean;
  /** AUTH_SECRET is another one for good: the old keys can be read no more. Only together with `removeOld`. */
  secretLost?: boolean;
};

/** New keys of every algorithm, now. Returns from when they sign, and how many others are published still. */
export async function rotateSigningKeys(
  ctx: RequestContext,
  { immediately = false, removeOld = false, secretLost = false }: Rotation = {},
): Promise<{ signsFrom: Date; published: number }> {
  const ahead = immediately || removeOld ? 0 : publishedAheadSeconds;
  const signsFrom = new Date(ctx.now.getTime() + ahead * 1000);
  const made = await makeKeys(
    ctx,
    signingAlgorithms.map((algorithm) => ({ algorithm, signsFrom })),
  );
  const published = await withKeysLocked(async (db) => {
    const old = await findSigningKeys(db);
    // Beside keys that it cannot read, a new one would be one that no node can: theirs is another AUTH_SECRET.
    if (!(removeOld && secretLost)) old.forEach(readPrivateKey);
    for (const key of made) await insertSigningKey(db, ctx, key);
    if (removeOld) for (const { id } of old) await deleteSigningKey(db, ctx, id);
    return removeOld ? 0 : old.length;
  });
  forgetKeys();
  return { signsFrom, published };
}
