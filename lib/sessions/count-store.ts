import { runOrdered } from '@/lib/db/pool';
import { candidates, Parameters, type Reading, remaining, type SessionFilter } from '@/lib/sessions/filter';
import { findWay, mostGathered } from '@/lib/sessions/path-store';

/** Of what nobody has ended. `isExact` is false where there are more than were counted: then `count` is how many there are at least. */
export type SessionCount = { count: number; isExact: boolean };

/** Counted no further, so that the page that asks stays quick. */
export const mostCounted = 20_000;
const mostLookedAtForCount = 6_000;

export async function countOpenSessions(filter: SessionFilter): Promise<SessionCount> {
  const way = await findWay(filter, 'created');
  const most = way.isDecided ? mostCounted + 1 : way.how === 'all' ? mostGathered + 1 : mostLookedAtForCount;
  const reading: Reading = { path: way.path, limit: most };
  const p = new Parameters();
  const from = candidates(filter, reading, p);
  const [row] = await runOrdered<{ seen: number; count: number }>(
    `SELECT count(*)::int AS seen, (count(*) FILTER (WHERE ${remaining('c', filter, reading, p)}))::int AS count
       FROM (SELECT s.* FROM ${from} LIMIT ${most}) c`,
    p.values,
  );
  const { seen, count } = row!;
  const isExact = way.how === 'all' || seen < most;
  return { count: way.isDecided ? Math.min(count, mostCounted) : count, isExact };
}
