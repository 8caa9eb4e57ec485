import { runStatement } from '@/lib/db/pool';

/** The last id that any committed row has. */
export async function findNewestId(): Promise<bigint> {
  const rows = await runStatement<{ id: string | null }>(
    'find_newest_audit_id',
    'SELECT max(id)::text AS id FROM audit_events',
    [],
  );
  return BigInt(rows[0]?.id ?? 0);
}

/** The transactions that may be writing audit rows: they hold the lock of an INSERT until they have ended. */
export async function findWriters(among: string[] | null = null): Promise<string[]> {
  const rows = await runStatement<{ writer: string }>(
    'find_audit_writers',
    `SELECT DISTINCT virtualtransaction AS writer FROM pg_locks
      WHERE locktype = 'relation' AND relation = 'audit_events'::regclass AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
        AND ($1::text[] IS NULL OR virtualtransaction = ANY($1))`,
    [among],
  );
  return rows.map(({ writer }) => writer);
}
