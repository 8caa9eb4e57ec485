/* A row as it is printed while the benchmark runs. */
import { inMs, whole } from './table.mjs';

export function describe({ round, target, phase, ...row }) {
  const head = `${round}  ${target.padEnd(12)} ${phase.padEnd(14)}`;
  if (phase === 'process')
    return `${head} ready in ${whole(row.ready_ms)} ms; ${whole(row.start_mb)} MB, after load ${whole(row.loaded_mb)}, at most ${whole(row.peak_mb)}`;
  if (row.rate === undefined)
    return head + Object.entries(row).map(([name, value]) => ` ${name} ${whole(value)}`);
  const latency = `p50 ${inMs(row.p50_us)} p99 ${inMs(row.p99_us)} ms`;
  const cpu = `CPU µs server ${whole(row.server_cpu_us)} database ${whole(row.pg_cpu_us)}`;
  return `${head} ${whole(row.rate).padStart(7)}/s  ${latency}  ${cpu}  others ${row.other_cpus.toFixed(2)} CPUs`;
}
