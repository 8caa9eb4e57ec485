import type { Database } from './database';

/** A digest of every table's rows, by table. What is counted to limit guesses is left out: it is no change to anybody. */
export async function contentsOf(database: Database): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_name <> 'rate_limits' ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await database.query<{ digest: string }>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) AS digest FROM "${name}" t`,
    );
    digests[name] = row!.digest;
  }
  return digests;
}

/** Every row of every table as PostgreSQL writes it: text as it is, bytea in hex. */
export async function allRows(database: Database): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    "SELECT format('%I', table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    rows.push(...found.map(({ row }) => `${name} ${row}`));
  }
  return rows;
}
