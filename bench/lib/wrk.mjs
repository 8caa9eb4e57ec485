/* One run of wrk (one thread) with load.lua, and the CPU time that it caused meanwhile. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cpuMs, machineCpu } from './proc.mjs';

const script = path.join(import.meta.dirname, 'load.lua');

/** `load`: url, mode, lines, type, limit, authorization, connections, seconds. `pids`: server and database. */
export async function runWrk(load, pids) {
  const folder = await mkdtemp(path.join(tmpdir(), 'doorcode-load-'));
  try {
    const file = path.join(folder, 'bodies');
    await writeFile(file, `${load.lines.join('\n')}\n`);
    return await measure(argumentsOf(load, file), pids);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const argumentsOf = (load, file) => [
  ...['-t1', `-c${load.connections}`, `-d${load.seconds}s`, '--timeout', '10s', '-s', script, load.url, '--'],
  ...[load.mode ?? 'loop', file, load.type, String(load.limit ?? 0)],
  ...(load.authorization ? [load.authorization] : []),
];

async function measure(args, pids) {
  const before = readCpu(pids);
  const began = performance.now();
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  // Its time is gone with it, so it is read while it runs.
  let ownMs = 0;
  const watch = setInterval(() => (ownMs = cpuMs(child.pid) || ownMs), 200);
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearInterval(watch);
  const wallMs = performance.now() - began;
  const after = readCpu(pids);
  const line = /^RESULT (.*)$/m.exec(output)?.[1];
  if (!line) throw new Error(`wrk gave no result: ${output.trim()}`);
  const result = JSON.parse(line);
  const spent = Object.fromEntries(Object.keys(before).map((name) => [name, after[name] - before[name]]));
  const each = (ms) => (ms * 1000) / Math.max(1, result.answers);
  return {
    ...result,
    rate: result.answers / result.seconds,
    server_cpu_us: each(spent.server),
    pg_cpu_us: each(spent.database),
    load_cpu_us: each(ownMs),
    other_cpus: Math.max(0, spent.busyMs - spent.server - spent.database - ownMs) / wallMs,
    steal_cpus: spent.stealMs / wallMs,
  };
}

const readCpu = ({ server, database }) => ({
  server: cpuMs(server),
  database: cpuMs(database),
  ...machineCpu(),
});
