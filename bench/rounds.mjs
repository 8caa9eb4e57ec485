/* The rounds: each starts every target afresh, in random order, one at a time, and puts the phases to it. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../scripts/steps.mjs';
import { peakMb, rssMb } from './lib/proc.mjs';
import { runFolder } from './lib/project.mjs';
import { runWrk } from './lib/wrk.mjs';
import { phases } from './phases/index.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `bench`: options, postgres, record. */
export async function runRounds(bench, chosen) {
  for (let round = 1; round <= bench.options.rounds; round++)
    for (const target of shuffled(chosen)) await measureTarget(bench, target, round);
}

const shuffled = (all) =>
  all
    .map((one) => [Math.random(), one])
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

async function measureTarget({ options, postgres, record }, target, round) {
  const profile = options.profile && path.join(runFolder, `${target.name}.cpuprofile`);
  const server = await target.open({ options, postgres, profile });
  try {
    await pause(1_000);
    const startMb = rssMb(server.pid);
    const row = (phase, result) => record({ round, target: target.name, phase, ...result });
    const run = {
      target,
      server,
      options,
      ...measuring({ target, server, options, postgres, profile, row }),
    };
    for (const phase of target.phases) if (options.phases.includes(phase)) await phases[phase](run);
    row('process', {
      ...{ ready_ms: server.readyMs, start_mb: startMb, loaded_mb: rssMb(server.pid) },
      peak_mb: peakMb(server.pid),
    });
  } finally {
    await server.stop();
  }
}

function measuring({ target, server, options, postgres, profile, row }) {
  const rates = {};
  const pids = { server: server.pid, database: postgres.pid };
  /** Any load, whose answers must be right, measured or not. */
  const load = async (what, phase) => {
    const result = await runWrk({ seconds: options.seconds, ...what }, pids);
    requireRight(target, phase, result);
    return result;
  };
  const measure = async (phase, what) => {
    if (profile) server.signal('SIGUSR2');
    const result = await load(what, phase);
    if (profile)
      await keepProfile(server, profile, path.join(options.profile, `${target.name}-${phase}.cpuprofile`));
    rates[phase] = result.rate;
    row(phase, result);
    return result;
  };
  return { rates, load, measure };
}

/** One wrong answer and the figures say nothing: a server that refuses does less. */
function requireRight(target, phase, { kinds, answers, socket_errors, timeouts }) {
  const right = target.kinds[phase];
  for (const [kind, count] of Object.entries(kinds))
    if (kind !== right)
      throw new Refusal(
        `${target.name} answered “${kind}” ${count} times of ${answers} in “${phase}”, where only “${right}” is right.`,
      );
  if (answers === 0) throw new Refusal(`${target.name} answered nothing in “${phase}”.`);
  if (socket_errors + timeouts > 0)
    throw new Refusal(
      `${target.name} left ${timeouts} requests without an answer and broke ${socket_errors} connections in “${phase}”.`,
    );
}

async function keepProfile(server, from, to) {
  server.signal('SIGUSR2');
  while (!existsSync(from)) await pause(100);
  await mkdir(path.dirname(to), { recursive: true });
  await copyFile(from, to);
  await rm(from);
}
