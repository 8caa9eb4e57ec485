import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { pool } from '@/lib/db/pool';
import { onePerProcess } from '@/lib/process';
import { type LimitName, limits } from '@/lib/rate-limit/limits';
import { countOnNode } from '@/lib/rate-limit/node-count';

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

const isPerNode = (name: LimitName): boolean => 'per' in limits[name];

/** Count one. Returns the seconds to wait when that is over the limit, else null. */
export async function countOne(name: LimitName, subject: string): Promise<number | null> {
  if (isPerNode(name)) return countOnNode(name, subject);
  try {
    await limiter(name).consume(subject);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}

export async function uncountOne(name: LimitName, subject: string): Promise<void> {
  await limiter(name).reward(subject);
}

export async function forgetCount(name: LimitName, subject: string): Promise<void> {
  await limiter(name).delete(subject);
}
