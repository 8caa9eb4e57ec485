import { tooManyRequests } from '@/lib/oauth/errors';
import type { LimitName } from '@/lib/rate-limit/limits';
import { countOne, forgetCount, uncountOne } from '@/lib/rate-limit/store';

/** Count one request; over the limit throws 429 with `Retry-After`. */
export async function limit(name: LimitName, subject: string): Promise<void> {
  const wait = await countOne(name, subject);
  if (wait !== null) throw tooManyRequests(wait);
}

/** Count one, and say whether it was within the limit: for endpoints that answer in a way of their own. */
export const isWithinLimit = async (name: LimitName, subject: string): Promise<boolean> =>
  (await countOne(name, subject)) === null;

/** Take one back: what was counted before it was known to succeed. */
export const giveBack = (name: LimitName, subject: string): Promise<void> => uncountOne(name, subject);

/** Begin anew. */
export const forget = (name: LimitName, subject: string): Promise<void> => forgetCount(name, subject);
