import { countOne } from '@/lib/activity/count';
import { wrongUserCode } from '@/lib/activity/rules';
import type { RequestContext } from '@/lib/context';
import { findPendingGrantByUserCode, type PendingGrant } from '@/lib/device/store';
import { hashUserCode, normalizeUserCode } from '@/lib/device/user-code';
import { giveBack, isWithinLimit } from '@/lib/rate-limit/limit';
import type { LimitName } from '@/lib/rate-limit/limits';

/** Wrong, expired and used codes look alike. */
export type EnteredCode =
  | { outcome: 'found'; grant: PendingGrant }
  | { outcome: 'unknown' }
  | { outcome: 'limited' };

/**
 * Look a user code up, within these limits. Every try is counted before it is looked up, so that parallel guesses cannot
 * slip past, and given back when it was right: what counts are failures.
 */
export async function lookUpUserCode(
  ctx: RequestContext,
  typed: string,
  limits: readonly [LimitName, string][],
): Promise<EnteredCode> {
  const userCode = normalizeUserCode(typed);
  if (!userCode) return { outcome: 'unknown' };
  const counted: [LimitName, string][] = [];
  const uncount = () => Promise.all(counted.map(([name, subject]) => giveBack(name, subject)));
  for (const [name, subject] of limits) {
    if (!(await isWithinLimit(name, subject))) {
      // A try that is not looked up is no guess: whom one limit stops must not fill the others.
      await uncount();
      return { outcome: 'limited' };
    }
    counted.push([name, subject]);
  }
  const grant = await findPendingGrantByUserCode(ctx, hashUserCode(userCode));
  if (!grant) {
    await countOne(ctx, wrongUserCode);
    return { outcome: 'unknown' };
  }
  await uncount();
  return { outcome: 'found', grant };
}
