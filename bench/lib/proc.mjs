/* What /proc tells of processes: CPU time and memory of a process with its children, and of the whole machine. Linux alone. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const tickMs = 1000 / Number(execFileSync('getconf', ['CLK_TCK']).toString());

/** The process and whatever descends from it. */
function treeOf(root) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter(Boolean);
  const found = all.filter((one) => one.pid === root);
  for (const parent of found) found.push(...all.filter((one) => one.parent === parent.pid));
  return found;
}

function readStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // After the name, which may hold spaces (proc(5)): utime, stime, and those of children that ended and were waited for.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, place) => sum + Number(fields[place]), 0);
    return { pid: Number(pid), parent: Number(fields[1]), cpuMs: ticks * tickMs };
  } catch {
    return null; // it has ended meanwhile
  }
}

const sum = (root, of) => treeOf(root).reduce((total, one) => total + of(one), 0);

export const cpuMs = (root) => (root ? sum(root, (one) => one.cpuMs) : 0);
export const rssMb = (root) => sum(root, (one) => statusMb(one.pid, 'VmRSS'));
/** The most that it ever was. */
export const peakMb = (root) => sum(root, (one) => statusMb(one.pid, 'VmHWM'));

function statusMb(pid, field) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** CPU time of the whole machine since it started: busy, and stolen by its host. */
export function machineCpu() {
  const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'latin1')
    .split('\n')[0]
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { busyMs: (user + nice + system + irq + softirq) * tickMs, stealMs: steal * tickMs };
}
