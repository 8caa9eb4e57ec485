/* EXPLAIN of a statement that the project runs, as it is prepared, without leaving a trace. */
import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** Runs none of `works`: what each would send is caught, explained and rolled back. Answers the median of pages, and the indexes. */
export async function explain({ lib, pool, connectionString }, works) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const seen = { pages: [], indexes: new Set() };
  try {
    await client.query("SET plan_cache_mode = 'force_generic_plan'");
    for (const work of works) {
      const { text, values } = await caught(lib, pool, work);
      await client.query('BEGIN');
      await client.query(`PREPARE it AS ${text}`);
      const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
      // The first time it looks into the catalogue as well.
      await client.query(`SAVEPOINT before; EXPLAIN (ANALYZE) EXECUTE it${given}; ROLLBACK TO before`);
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE it${given}`);
      await client.query('ROLLBACK');
      await client.query('DEALLOCATE it');
      const plan = rows[0]['QUERY PLAN'][0].Plan;
      seen.pages.push(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']);
      collect(plan, seen.indexes);
    }
  } finally {
    await client.end();
  }
  const sorted = seen.pages.sort((a, b) => a - b);
  return { pages: sorted[Math.floor(sorted.length / 2)], indexes: [...seen.indexes] };
}

async function caught(lib, pool, work) {
  let statement;
  const row = { crowded: false, current: true, inserted: true, isCallerCurrent: true, hash: Buffer.alloc(32) };
  lib.setPool({ query: async (asked) => ((statement = asked), { rows: [row], rowCount: 1 }) });
  try {
    await work();
  } finally {
    lib.setPool(pool);
  }
  return statement;
}

const literal = (value) => {
  const prepared = prepareValue(value);
  if (prepared === null || prepared === undefined) return 'NULL';
  return Buffer.isBuffer(prepared) ? `'\\x${prepared.toString('hex')}'` : pg.escapeLiteral(String(prepared));
};

function collect(plan, into) {
  if (plan['Index Name']) into.add(plan['Index Name']);
  else if (plan['Node Type'] === 'Seq Scan') into.add(`(all of ${plan['Relation Name']})`);
  for (const one of plan.Plans ?? []) collect(one, into);
}
