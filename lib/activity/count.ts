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

/**
 * What leaves no audit row and is read from where it stands: device requests and expiries of the last two hours, of the
 * first time in a process of the last twenty (grants are kept for a day), three times a minute; and how many sessions live,
 * every five minutes.
 */
export async function measureActivity(ctx: RequestContext): Promise<void> {
  const last = onePerProcess('activity measured', () => ({
    ...{ at: Number.NEGATIVE_INFINITY, liveAt: Number.NEGATIVE_INFINITY },
  }));
  if (ctx.now.getTime() - last.at < everyMs) return;
  const hours = last.at === Number.NEGATIVE_INFINITY ? 20 : 2;
  // Noted first: what takes too long is not begun again at once.
  last.at = ctx.now.getTime();
  await recountGrants(hourOf(new Date(ctx.now.getTime() - hours * hourMs)), ctx.now);
  if (ctx.now.getTime() - last.liveAt >= liveEveryMs) {
    last.liveAt = ctx.now.getTime();
    const hour = hourOf(ctx.now);
    if (await recordLiveSessions(hour)) await recordIdleClients(hour, ctx.now);
  }
}
