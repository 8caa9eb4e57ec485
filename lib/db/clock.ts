import { runStatement } from '@/lib/db/pool';

/** The database's time, for a command on a machine whose own clock nobody watches. */
export async function databaseClock(): Promise<Date> {
  const rows = await runStatement<{ now: Date }>('read_clock', 'SELECT now()', []);
  return rows[0]!.now;
}
