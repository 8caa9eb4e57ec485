/* The report of a run: the goals first, then every phase as medians and as ratios to the other servers of the same run. */
import { cpus, release } from 'node:os';
import { ratio } from '../lib/numbers.mjs';
import { figuresOf } from './figures.mjs';
import { boundGoals, ratioGoals } from './goals.mjs';
import { inMs, table, times, whole } from './table.mjs';

const references = ['floor-bare', 'floor-http', 'oidc-pg', 'oidc-memory', 'better-auth'];

/** `run`: rows, targets, options, began, postgresVersion. */
export function report(run) {
  const figures = figuresOf(run.rows);
  const phases = [...new Set(run.rows.filter((row) => row.rate).map((row) => row.phase))];
  return [
    `# Benchmark of ${run.began.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    machine(run),
    '## Figures to reach',
    goals(figures),
    ...phases.flatMap((phase) => [`## ${phase}`, phaseTable(run, figures, phase)]),
    '## Start and memory',
    processTable(run, figures),
    ...waiting(run),
    '',
  ].join('\n\n');
}

const machine = ({ options, commit, postgresVersion }) =>
  table(
    ['what', 'which'],
    [
      ['commit', commit],
      ['CPU', `${cpus()[0]?.model.trim()}, ${cpus().length} cores`],
      ['Node', process.version],
      ['database', postgresVersion],
      ['kernel', `Linux ${release()}`],
      ['rounds', `${options.rounds}, phases of ${options.seconds} s, ${whole(options.codes)} pending logins`],
    ],
  );

function goals(figures) {
  const lines = [];
  const say = (what, least, found, isReached) =>
    lines.push([what, least, found, isReached ? 'reached' : '**not reached**']);
  for (const { phase, other, otherPhase, least } of ratioGoals) {
    const found = ratio(figures.of('doorcode', phase, 'rate'), figures.of(other, otherPhase, 'rate'));
    const named = otherPhase === phase ? other : `${other} (${otherPhase})`;
    if (found !== undefined) say(`${phase} ÷ ${named}`, `at least ${least}`, times(found), found >= least);
  }
  for (const { phase, what, key, most, unit } of boundGoals) {
    const found = figures.of('doorcode', phase, key);
    if (found !== undefined)
      say(what, `at most ${most} ${unit}`.trim(), `${whole(found)} ${unit}`.trim(), found <= most);
  }
  return table(['figure', 'wanted', 'measured', ''], lines);
}

function phaseTable({ targets }, figures, phase) {
  const measured = targets.filter((target) => figures.pick(target.name, phase).all.length > 0);
  const shown = references.filter((name) => measured.some((target) => target.name === name));
  const lines = measured.map(({ name }) => {
    const of = (key) => figures.of(name, phase, key);
    const { all, counted, quiet } = figures.pick(name, phase);
    const rates = counted.map((row) => row.rate);
    return [
      ...[name, whole(of('rate')), `${whole(Math.min(...rates))}–${whole(Math.max(...rates))}`],
      ...['p50_us', 'p90_us', 'p99_us', 'max_us'].map((key) => inMs(of(key))),
      ...[whole(of('server_cpu_us')), whole(of('pg_cpu_us')), (of('other_cpus') ?? 0).toFixed(2)],
      `${quiet}/${all.length}`,
      ...shown.map((other) => times(ratio(of('rate'), figures.of(other, phase, 'rate')))),
    ];
  });
  return table(
    [
      ...['server', 'req/s', 'from–to', 'p50 ms', 'p90', 'p99', 'max'],
      ...['CPU µs, server', 'CPU µs, database', 'other CPUs', 'quiet rounds'],
      ...shown.map((name) => `× ${name}`),
    ],
    lines,
  );
}

function processTable({ targets }, figures) {
  const lines = targets
    .filter(({ name }) => figures.pick(name, 'process').all.length > 0)
    .map(({ name, label }) => {
      const keys = ['ready_ms', 'start_mb', 'loaded_mb', 'peak_mb'];
      return [name, label, ...keys.map((key) => whole(figures.of(name, 'process', key)))];
    });
  return table(['server', 'what', 'ready ms', 'MB after start', 'MB after load', 'MB at most'], lines);
}

/** What only Doorcode does, as it was measured. */
function waiting({ rows }) {
  const own = rows.filter((row) => ['click', 'waiters', 'waiting-cost'].includes(row.phase));
  return own.flatMap(({ phase, round: _, target: _target, ...row }) => [
    `## ${phase}`,
    table(
      ['figure', 'measured'],
      Object.entries(row).map(([name, value]) => [
        name.replaceAll('_', ' '),
        typeof value === 'number' ? String(Math.round(value * 10) / 10) : String(value),
      ]),
    ),
  ]);
}
