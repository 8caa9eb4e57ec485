import { type Count, expired, idleClient, idleDays, liveSessions, requested } from '@/lib/activity/rules';
import { runStatement } from '@/lib/db/pool';
import type { Db } from '@/lib/db/prisma';

/** Add to what is counted already. */
export async function addCounts(db: Db, counts: readonly Count[]): Promise<void> {
  const hours = counts.map(({ hour }) => hour.toISOString());
  const kinds = counts.map(({ kind }) => kind);
  const clients = counts.map(({ clientId }) => clientId);
  const numbers = counts.map(({ count }) => count);
  await db.$executeRaw`
    INSERT INTO activity (hour, kind, client_id, count)
    SELECT hour::timestamptz, kind, client_id, count
      FROM unnest(${hours}::text[], ${kinds}::text[], ${clients}::text[], ${numbers}::int[]) AS n (hour, kind, client_id, count)
    ON CONFLICT (hour, kind, client_id) DO UPDATE SET count = activity.count + excluded.count`;
}

/** The same of one, where there is no transaction. */
export async function addOne({ hour, kind, clientId }: Omit<Count, 'count'>): Promise<void> {
  await runStatement(
    'count_one_activity',
    `INSERT INTO activity (hour, kind, client_id, count) VALUES ($1, $2, $3, 1)
     ON CONFLICT (hour, kind, client_id) DO UPDATE SET count = activity.count + 1`,
    [hour, kind, clientId],
  );
}

/** By which time of a grant it is counted as what. */
const moments = {
  [requested]: { at: 'created_at', where: 'true' },
  [expired]: { at: 'expires_at', where: "status = 'pending' AND expires_at <= $2" },
} as const;

/** Device requests, and those that nobody decided in time, anew for the hours from `since` on: as often as one likes. */
export async function recountGrants(since: Date, now: Date): Promise<void> {
  for (const [kind, { at, where }] of Object.entries(moments))
    await runStatement(
      `recount_${kind}`,
      `INSERT INTO activity (hour, kind, client_id, count)
       SELECT date_trunc('hour', ${at}, 'UTC'), '${kind}', client_id, count(*) FROM device_grants
        WHERE ${at} >= $1 AND ${at} <= $2 AND ${where} GROUP BY 1, 3 ORDER BY 1, 3
       ON CONFLICT (hour, kind, client_id) DO UPDATE SET count = excluded.count WHERE activity.count <> excluded.count`,
      [since, now],
    );
}

/** How many sessions live, by an index alone: the last count of an hour stands. True for the first of an hour. */
export async function recordLiveSessions(hour: Date): Promise<boolean> {
  const [row] = await runStatement<{ isFirst: boolean }>(
    'record_live_sessions',
    `INSERT INTO activity (hour, kind, count)
     SELECT $1, '${liveSessions}', (SELECT count(*) FROM sessions WHERE phase = 'open')
     ON CONFLICT (hour, kind, client_id) DO UPDATE SET count = excluded.count
     RETURNING xmax = 0 AS "isFirst"`,
    [hour],
  );
  return row!.isFirst;
}

/** The clients that nobody has used for long, once an hour too: of many sessions none may be young. */
export async function recordIdleClients(hour: Date, now: Date): Promise<void> {
  await runStatement(
    'record_idle_clients',
    `INSERT INTO activity (hour, kind, client_id, count)
     SELECT $1, '${idleClient}', c.id, 1 FROM clients c
      WHERE c.disabled_at IS NULL AND c.created_at < $2::timestamptz - interval '${idleDays} days'
        AND NOT EXISTS (SELECT FROM sessions s WHERE s.client_id = c.id AND s.last_used_at > $2::timestamptz - interval '${idleDays} days')
        AND NOT EXISTS (SELECT FROM device_grants g WHERE g.client_id = c.id)
     ON CONFLICT DO NOTHING`,
    [hour, now],
  );
}

export type HourlyCount = { hour: Date; kind: string; count: number };

/** What was counted from `since` on, over all clients. */
export const findCounts = (since: Date): Promise<HourlyCount[]> =>
  runStatement<HourlyCount>(
    'find_activity',
    'SELECT hour, kind, sum(count)::int AS count FROM activity WHERE hour >= $1 GROUP BY hour, kind ORDER BY hour, kind',
    [since],
  );
