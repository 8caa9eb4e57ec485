/* EXPLAIN of a statement that the project runs, as it is prepared, without leaving a trace. */
import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** Runs none of `works`: what each would send is caught, explained and rolled back. Answers the median of pages, and the indexes. */
export async function explain(database, works) {
  const pages = [];
  const indexes = new Set();
  for (const work of works) {
    const [asked] = await caught(database, work);
    const plan = await explainOne(database, asked);
    pages.push(plan.pages);
    for (const name of plan.indexes) indexes.add(name);
  }
  const sorted = pages.sort((a, b) => a - b);
  return { pages: sorted[Math.floor(sorted.length / 2)], indexes: [...indexes] };
}

/** With the plan that fits all values, as a prepared statement has it after a while. */
export async function explainOne({ connectionString }, { text, values }) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`SET plan_cache_mode = 'force_generic_plan'; BEGIN; PREPARE it AS ${text}`);
    const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
    // The first time it looks into the catalogue as well.
    await client.query(`SAVEPOINT before; EXPLAIN (ANALYZE) EXECUTE it${given}; ROLLBACK TO before`);
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE it${given}`);
    await client.query('ROLLBACK');
    const [{ Plan: plan, 'Execution Time': took }] = rows[0]['QUERY PLAN'];
    const indexes = new Set();
    collect(plan, indexes);
    return { pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], indexes: [...indexes], took };
  } finally {
    await client.end();
  }
}

/** What it would ask the database, without asking. */
export async function caught({ lib, pool }, work) {
  const asked = [];
  const row = {
    n: 0,
    crowded: false,
    current: true,
    inserted: true,
    isCallerCurrent: true,
    hash: Buffer.alloc(32),
  };
  lib.setPool({
    async query(statement) {
      asked.push(statement);
      return { rows: [row], rowCount: 1 };
    },
  });
  try {
    await work();
  } finally {
    lib.setPool(pool);
  }
  return asked;
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
