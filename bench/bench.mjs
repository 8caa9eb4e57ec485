/* One run: a database, the rounds, the report. */
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from './lib/postgres.mjs';
import { describe } from './report/lines.mjs';
import { runRounds } from './rounds.mjs';
import { targets } from './targets/index.mjs';

const results = path.join(import.meta.dirname, 'results');

export async function bench(options) {
  const began = new Date();
  const name = began.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const out = options.out ? path.resolve(options.out) : path.join(results, `${name}.jsonl`);
  mkdirSync(path.dirname(out), { recursive: true });
  const rows = [];
  const record = (row) => {
    rows.push(row);
    appendFileSync(out, `${JSON.stringify({ at: new Date().toISOString(), ...row })}\n`);
    console.log(describe(row));
  };
  const chosen = targets.filter((target) => options.targets.includes(target.name));
  // Ctrl-C ends what it started, too.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const postgres = await startPostgres();
  try {
    await runRounds({ options, postgres, record }, chosen);
  } finally {
    await postgres.stop();
  }
}
