import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AuditAlarm } from '@/lib/audit/alarm';
import { pruneAudit } from '@/lib/audit/prune';
import { logger } from '@/lib/log';
import { setTestEnv } from '@/lib/testing/env';
import { everyMs, follow } from '@/server/follower';

vi.mock('@/lib/db/clock', () => ({ databaseClock: async () => new Date() }));
vi.mock('@/lib/audit/prune', () => ({ pruneAudit: vi.fn() }));
vi.mock('@/lib/audit/follow', () => ({ followAudit: vi.fn(async () => 0) }));
vi.mock('@/lib/activity/count', () => ({ measureActivity: vi.fn() }));
vi.mock('@/lib/webhooks/deliver', () => ({ sendDueDeliveries: vi.fn() }));

beforeEach(() => {
  setTestEnv();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const hour = 3_600_000;
const calls = () => vi.mocked(pruneAudit).mock.calls.length;

test('a job that has found something wrong waits, and says so once in that time', async () => {
  const error = vi.spyOn(logger(), 'error').mockReturnValue();
  vi.mocked(pruneAudit).mockRejectedValue(new AuditAlarm('damaged', hour));
  const stop = follow();
  await vi.advanceTimersByTimeAsync(hour);
  expect([calls(), error.mock.calls.length]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(2 * everyMs);
  expect([calls(), error.mock.calls.length]).toEqual([2, 2]);
  await stop();
});
