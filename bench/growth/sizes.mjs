/* What a row takes, with each of its indexes. */
import { head, line } from './print.mjs';

export async function measureSizes({ query }) {
  const tables = await query(
    `SELECT relname AS name, reltuples::int AS rows, pg_table_size(oid)::float8 AS heap, pg_indexes_size(oid)::float8 AS indexes
       FROM pg_class WHERE relkind = 'r' AND reltuples > 10000 AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  head('bytes a row', ['rows', 'table', 'indexes']);
  for (const { name, rows, heap, indexes } of tables) {
    line(name, [rows, Math.round(heap / rows), Math.round(indexes / rows)]);
    const each = await query(
      'SELECT indexrelname AS name, pg_relation_size(indexrelid)::float8 AS size FROM pg_stat_user_indexes WHERE relname = $1 ORDER BY 1',
      [name],
    );
    for (const index of each) line(`  ${index.name}`, ['', '', Math.round(index.size / rows)]);
  }
}
