import { measureActivity } from '@/lib/activity/count';
import { AuditAlarm } from '@/lib/audit/alarm';
import { followAudit } from '@/lib/audit/follow';
import { pruneAudit } from '@/lib/audit/prune';
import { type RequestContext, systemContext } from '@/lib/context';
import { databaseClock } from '@/lib/db/clock';
import { env } from '@/lib/env';
import { logger } from '@/lib/log';
import { sendDueDeliveries } from '@/lib/webhooks/deliver';
import { headMemory } from '@/server/audit-head';

/** What goes on behind the requests, every few seconds on every node: what was audited is sealed, counted and sent on. */
export const everyMs = 2_000;

/**
 * Do it until told to stop. Each job waits for its own last run alone: a webhook that answers slowly holds up no
 * sealing. To stop: what is being written is finished, what is being sent is cut off and is due again in a minute.
 */
export function follow(): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const isStopping = () => signal.aborted;
  const memory = headMemory(env().dataDir);
  // Until when (of `performance.now()`) a job waits that has found something wrong.
  const waits = new Map<string, number>();
  const busy = new Set<string>();
  const jobs: [string, (ctx: RequestContext) => Promise<unknown>, boolean][] = [
    ['sealing the audit log', (ctx) => followAudit(ctx, isStopping, memory), false],
    ['deleting old audit rows', (ctx) => pruneAudit(ctx, isStopping, new Date()), false],
    ['counting what happens', measureActivity, false],
    // `busy` keeps the endpoints apart: one that answers is not held up by one that does not.
    ['sending to webhooks', (ctx) => sendDueDeliveries(ctx, { busy, stop: signal }), true],
  ];
  const running = new Map<string, Promise<void>>();
  let runs = 0;
  const start = (name: string, job: (ctx: RequestContext) => Promise<unknown>, isOverlapping: boolean) => {
    if (running.has(name) && !isOverlapping) return;
    if (performance.now() < (waits.get(name) ?? 0)) return;
    const key = isOverlapping ? `${name} ${++runs}` : name;
    const run = databaseClock()
      .then((now) => job(systemContext(now)))
      .catch((err: unknown) => {
        if (!(err instanceof AuditAlarm)) return logger().warn({ err }, `${name} failed`);
        waits.set(name, performance.now() + err.waitMs);
        logger().error({ err }, `${name} was refused`);
      })
      .then(() => void running.delete(key));
    running.set(key, run);
  };
  const timer = setInterval(() => {
    for (const job of jobs) start(...job);
  }, everyMs);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await Promise.all(running.values());
  };
}
