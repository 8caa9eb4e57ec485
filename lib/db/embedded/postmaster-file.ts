import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './error';

/** What PostgreSQL writes into `postmaster.pid` while it runs, and leaves there when it is killed. */
export type PostmasterFile = {
  pid: number;
  port: number;
  /** Empty when it listens on TCP only. */
  socketDir: string;
  status: string;
};

export function readPostmasterFile(data: string): PostmasterFile | null {
  let text: string;
  try {
    text = readFileSync(path.join(data, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  const line = text.split('\n').map((part) => part.trim());
  const pid = Number(line[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  return { pid, port: Number(line[3] ?? 0), socketDir: line[4] ?? '', status: line[7] ?? '' };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Whether the process is the PostgreSQL of this data directory, and not another that got its number since. */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return commandOf(pid).includes(data);
  } catch {
    return false; // it ended just now
  }
}

/** The command line carries `-D <data>`; every account may read it, root without capabilities too. */
function commandOf(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
}
