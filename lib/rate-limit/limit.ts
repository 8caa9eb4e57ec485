import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { pool } from '@/lib/db/pool';
import { tooManyRequests } from '@/lib/oauth/errors';
import { onePerProcess } from '@/lib/process';
import { type LimitName, limits } from '@/lib/rate-limit/limits';

const limiter = (name: LimitName): RateLimiterPostgres =>
  onePerProcess(
    `limiter:${name}`,
    () =>
      new RateLimiterPostgres({
        storeClient: pool(),
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
        clearExpiredByTimeout: false, // lib/db/purge.ts does
        keyPrefix: name,
        points: limits[name].points,
        duration: limits[name].seconds,
      }),
  );

/** Count one. Returns the seconds to wait when that is over the limit, else null. */
async function count(name: LimitName, subject: string): Promise<number | null> {
  try {
    await limiter(name).consume(subject);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}

/** Count one request; over the limit throws 429 with `Retry-After`. */
export async function limit(name: LimitName, subject: string): Promise<void> {
  const wait = await count(name, subject);
  if (wait !== null) throw tooManyRequests(wait);
}

/** Count one, and say whether it was within the limit: for endpoints that answer in a way of their own. */
export const isWithinLimit = async (name: LimitName, subject: string): Promise<boolean> =>
  (await count(name, subject)) === null;

/** Take one back: what was counted before it was known to succeed. */
export async function giveBack(name: LimitName, subject: string): Promise<void> {
  await limiter(name).reward(subject);
}
