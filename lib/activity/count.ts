import { hourOf, tally } from '@/lib/activity/rules';
import {
  addCounts,
  addOne,
  recordIdleClients,
  recordLiveSessions,
  recountGrants,
} from '@/lib/activity/store';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { onePerProcess } from '@/lib/process';

/** Audited events, in the transaction that seals them. */
export const countEvents = (db: Db, events: Parameters<typeof tally>[0]): Promise<void> =>
  addCounts(db, tally(events));

/** Something that leaves no audit row, such as a wrong code. */
export const countOne = (ctx: RequestContext, kind: string, clientId = ''): Promise<void> =>
  addOne({ hour: hourOf(ctx.now), kind, clientId });

const everyMs = 20_000;
const liveEveryMs = 300_000;
const hourMs = 3_600_000;
/** A grant is counted by its own time, and may be committed a little later. */
const settleMs = 60_000;

/**
 * What leaves no audit row and is read from where it stands: device requests and expiries, three times a minute from the hour
 * of the last count on, of the first time in a process of the last twenty hours (grants are kept for a day); and how many
 * sessions live, every five minutes.
 */
export async function measureActivity(ctx: RequestContext): Promise<void> {
  const now = ctx.now.getTime();
  const last = onePerProcess('activity measured', () => ({
    ...{ at: Number.NEGATIVE_INFINITY, countedTo: now - 20 * hourMs, liveAt: Number.NEGATIVE_INFINITY },
  }));
  if (now - last.at < everyMs) return;
  const { countedTo } = last;
  // Noted first: what takes too long is not begun again at once, nor goes so far back again.
  last.at = now;
  last.countedTo = Math.max(countedTo, now - 2 * hourMs);
  await recountGrants(hourOf(new Date(countedTo - settleMs)), ctx.now);
  last.countedTo = now;
  if (now - last.liveAt >= liveEveryMs) {
    last.liveAt = now;
    const hour = hourOf(ctx.now);
    if (await recordLiveSessions(hour)) await recordIdleClients(hour, ctx.now);
  }
}
