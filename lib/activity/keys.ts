import type { Figures } from '@/lib/activity/attention';
import { signingAlgorithms } from '@/lib/clients/profile';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { decideNextKey } from '@/lib/keys/rules';
import { findSigningKeys } from '@/lib/keys/store';

/** Housekeeping makes the next keys every minute: what is due for so long has failed. */
const patienceMs = 600_000;

/** How the signing keys stand: is the next one overdue, or published and about to sign? */
export async function lookAtKeys({ now }: RequestContext): Promise<Figures['keys']> {
  const keys = await findSigningKeys();
  const before = new Date(now.getTime() - patienceMs);
  const coming = keys.map(({ signsFrom }) => signsFrom).filter((signsFrom) => signsFrom > now);
  return {
    isOverdue: signingAlgorithms.some(
      (algorithm) => decideNextKey(keys, algorithm, before, env().keyRotationSeconds) !== null,
    ),
    nextSignsFrom: coming.sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
}
