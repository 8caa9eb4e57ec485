import { runStatement } from '@/lib/db/pool';

/** The database's time, for a command on a machine whose own clock nobody watches: PostgreSQL’s, not a function that somebody named so. */
export async function databaseClock(): Promise<Date> {
  const rows = await runStatement<{ now: Date }>('read_clock', 'SELECT pg_catalog.now() AS now', []);
  return rows[0]!.now;
}
