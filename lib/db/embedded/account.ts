import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedError } from './error';

/** The account that PostgreSQL runs under when we are root: PostgreSQL itself refuses to be root. */
export type Account = { name: string; uid: number; gid: number };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account that owns something already. */
export function accountOf(uid: number, gid: number, passwd = '/etc/passwd'): Account {
  const line = readFileSync(passwd, 'utf8')
    .split('\n')
    .find((entry) => entry.split(':')[2] === String(uid));
  return { name: line?.split(':')[0] ?? `account ${uid}`, uid, gid };
}

/** An unprivileged account of this system: `postgres` where there is one, else `nobody`. */
export function unprivilegedAccount(passwd = '/etc/passwd'): Account {
  const lines = readFileSync(passwd, 'utf8').split('\n');
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':') ?? [];
    if (name !== undefined && Number(uid) > 0 && Number(gid) > 0) {
      return { name, uid: Number(uid), gid: Number(gid) };
    }
  }
  throw new EmbeddedError(
    'PostgreSQL does not run as root and this system has neither an account postgres nor nobody: start Doorcode as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether the account may pass through a directory and everything above it (by mode; access lists are rare). */
export function canReach(directory: string, account: Account): boolean {
  const stat = statSync(directory);
  const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
  if ((stat.mode & bit) === 0) return false;
  const parent = path.dirname(directory);
  return parent === directory || canReach(parent, account);
}
