import type { Database } from './database';

/** So late no test ends: what lives until then is there in all of its readings, and no row's end comes between two. */
export const afterTheTest = (): Date => new Date(Date.now() + 120_000);

/**
 * A digest of every table's rows, by table. Left out is what is no change to anybody: what is counted to limit guesses,
 * what is expired by `until`, which the server itself erases at any minute (lib/db/purge.ts), and what it makes of the audit log by
 * itself, seconds later.
 */
export async function contentsOf(database: Database, until: Date): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string; expiry: string | null }>(
    `SELECT t.table_name AS name, c.column_name AS expiry FROM information_schema.tables t
       LEFT JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
        AND c.column_name IN ('expires', 'expires_at')
      WHERE t.table_schema = 'public'
        AND t.table_name NOT IN ('rate_limits', 'audit_batches', 'activity', 'webhook_deliveries') ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name, expiry } of tables) {
    const lives = expiry ? `WHERE t."${expiry}" IS NULL OR t."${expiry}" > '${until.toISOString()}'` : '';
    const [row] = await database.query<{ digest: string }>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) AS digest FROM "${name}" t ${lives}`,
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
