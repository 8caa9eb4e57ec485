import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { SigningAlgorithm } from '@/lib/clients/profile';
import { decrypt, openPrivateKey, type PrivateKey } from '@/lib/crypto';
import { chooseSigningKey } from '@/lib/keys/rules';
import { findSigningKeys, type SigningKeyRow } from '@/lib/keys/store';
import { clearOnePerProcess, onePerProcess } from '@/lib/process';

/**
 * The keys as this process knows them. Read again every two seconds while they are used, well within the time that a
 * key is published before it signs, so that all nodes change keys at the same moment without being told, and a key that
 * was removed because it leaked signs nothing for longer.
 */
const keepMs = 2_000;
/** A `kid` that nobody knows is looked for again, so often at most: forged ones must not become queries. */
const lookAgainMs = 1_000;

type Ring = { readAt: number; keys: Promise<SigningKeyRow[]> };

const readRing = (): Ring => ({ readAt: performance.now(), keys: findSigningKeys() });

export const forgetKeys = (): void => clearOnePerProcess('key-ring');

/** The keys, read again when what we have is older. A reading that fails is not kept. */
async function keysNoOlderThan(ms: number): Promise<SigningKeyRow[]> {
  if (performance.now() - onePerProcess('key-ring', readRing).readAt > ms) forgetKeys();
  try {
    return await onePerProcess('key-ring', readRing).keys;
  } catch (error) {
    forgetKeys();
    throw error;
  }
}

export type SigningKey = { id: string; algorithm: SigningAlgorithm; privateKey: PrivateKey };

/** There is no key to sign with, and the message says what to do. */
export class SigningKeyError extends Error {
  override name = 'SigningKeyError';
}

/** The key that signs at `now`. Throws a clear error when AUTH_SECRET is not the one it was encrypted under. */
export async function signingKey(algorithm: SigningAlgorithm, now: Date): Promise<SigningKey> {
  const row = chooseSigningKey(await keysNoOlderThan(keepMs), algorithm, now);
  if (!row) throw new SigningKeyError('There is no signing key yet: start the server once with npm start.');
  const opened = onePerProcess('private-keys', () => new Map<string, PrivateKey>());
  const privateKey = opened.get(row.id) ?? openPrivateKey(readPrivateKey(row));
  opened.set(row.id, privateKey);
  return { id: row.id, algorithm, privateKey };
}

/** Throws {@link SigningKeyError} when AUTH_SECRET is not the one that the key was encrypted under. */
export function readPrivateKey({ privateJwkEncrypted }: SigningKeyRow): JWK {
  try {
    return JSON.parse(decrypt('signing-key', privateJwkEncrypted)) as JWK;
  } catch {
    throw new SigningKeyError(
      'AUTH_SECRET is not the one that this database was made with. Put the old one back. If it is lost, make new signing keys with: npm run keys:rotate -- --remove-old --secret-lost',
    );
  }
}

/** The published key that a token of ours names, or null: a `kid` alone proves nothing, the algorithm is the key's own. */
export async function verificationKey(
  kid: string | undefined,
): Promise<{ algorithm: SigningAlgorithm; key: CryptoKey } | null> {
  if (!kid) return null;
  const named = (rows: SigningKeyRow[]) => rows.find(({ id }) => id === kid);
  const row = named(await keysNoOlderThan(keepMs)) ?? named(await keysNoOlderThan(lookAgainMs));
  if (!row) return null;
  const imported = onePerProcess('public-keys', () => new Map<string, CryptoKey>());
  const key = imported.get(row.id) ?? ((await importJWK(row.publicJwk as JWK, row.algorithm)) as CryptoKey);
  imported.set(row.id, key);
  return { algorithm: row.algorithm, key };
}

/** RFC 7517 §5: what is published, straight from the database, so that no node lags. */
export const jsonWebKeySet = async (): Promise<{ keys: object[] }> => ({
  keys: (await findSigningKeys()).map((row) => row.publicJwk as object),
});
