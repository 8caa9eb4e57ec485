/* One run: a database, the rounds, the devices that wait, the report. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../scripts/steps.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { describe } from './report/line.mjs';
import { report } from './report/report.mjs';
import { runRounds } from './rounds.mjs';
import { targets } from './targets/index.mjs';
import { click } from './waiting/click.mjs';
import { waitingCost } from './waiting/cost.mjs';
import { waiters } from './waiting/waiters.mjs';

const results = path.join(import.meta.dirname, 'results');

export async function bench(options) {
  const began = new Date();
  const out = options.out ? path.resolve(options.out) : path.join(results, fileName(began));
  mkdirSync(path.dirname(out), { recursive: true });
  const rows = [];
  const record = (row) => {
    rows.push(row);
    appendFileSync(`${out}.jsonl`, `${JSON.stringify({ at: new Date().toISOString(), ...row })}\n`);
    console.log(describe(row));
  };
  // Ctrl-C ends what it started, too.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const postgresVersion = await measure(options, record);
  const commit = (await run('git', ['describe', '--always', '--dirty'])).output.trim();
  const text = report({ rows, targets, options, began, commit, postgresVersion });
  writeFileSync(`${out}.md`, text);
  console.log(`\n${text}\n${path.relative(process.cwd(), out)}.md`);
}

const fileName = (began) => began.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');

/** Answers the version of the database. */
async function measure(options, record) {
  const alone = (phase) => (result) => record({ round: 1, target: 'doorcode', phase, ...result });
  const version = await withPostgres({}, async (postgres) => {
    const has = (phase) => options.phases.includes(phase);
    const chosen = targets.filter(
      (target) => options.targets.includes(target.name) && (has('process') || target.phases.some(has)),
    );
    if (options.isRounds) await runRounds({ options, postgres, record }, chosen);
    if (options.phases.includes('click')) await click(postgres).then(alone('click'));
    if (options.phases.includes('waiters')) await waiters(postgres).then(alone('waiters'));
    return postgres.version;
  });
  if (options.phases.includes('waiting-cost'))
    await withPostgres({ shared_preload_libraries: 'pg_stat_statements' }, (postgres) =>
      waitingCost(postgres, options.minutes).then(alone('waiting-cost')),
    );
  return version;
}

async function withPostgres(settings, work) {
  const postgres = await startPostgres(settings);
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
  }
}
