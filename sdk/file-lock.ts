import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { type Clock, systemClock } from './clock.js';
import { DoorcodeError } from './errors.js';

/** Longer than a refresh may take (30 s, see `http.ts`, and again with a nonce), so only a dead holder is this old. */
const STALE_AFTER_SECONDS = 75;
const GIVE_UP_AFTER_SECONDS = 90;
const RETRY_SECONDS = 0.025;

/** Options of {@link withFileLock}. */
export interface LockOptions {
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Runs `work` while no other process does, by a file that only one can create. The lock of a process that
 * has died is taken over.
 *
 * @throws {@link DoorcodeError} `session_file_locked` after a minute and a half
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}) {
  const { clock = systemClock, signal } = options;
  const owner = `${process.pid} ${hostname()} ${randomUUID()}`;
  const giveUpAt = clock.now() + GIVE_UP_AFTER_SECONDS * 1000;
  while (!(await tryCreate(path, owner))) {
    if (await removeIfStale(path, clock.now())) continue;
    if (clock.now() >= giveUpAt) {
      throw new DoorcodeError(
        'session_file_locked',
        `Another program holds ${path}. If none is running, delete that file.`,
      );
    }
    await clock.sleep(RETRY_SECONDS, signal);
  }
  try {
    return await work();
  } finally {
    if ((await readOwner(path)) === owner) await rm(path, { force: true });
  }
}

async function tryCreate(path: string, owner: string): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    return ignoring('EEXIST', error, false);
  }
}

/** True when the lock may be tried again at once. */
async function removeIfStale(path: string, now: number): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner === undefined) return true;
  const modified = await stat(path).catch((error) => ignoring('ENOENT', error, undefined));
  const isOld = modified && now - modified.mtimeMs > STALE_AFTER_SECONDS * 1000;
  if (isAlive(owner) && !isOld) return false;
  // Of several takers a rename succeeds for one only. If a new owner came in between reading and renaming,
  // it gets its lock back.
  const taken = `${path}.${randomUUID()}`;
  try {
    await rename(path, taken);
  } catch (error) {
    return ignoring('ENOENT', error, true);
  }
  const found = await readOwner(taken);
  if (found !== undefined && found !== owner) await tryCreate(path, found);
  await rm(taken, { force: true });
  return true;
}

function isAlive(owner: string): boolean {
  const [pid, host] = owner.split(' ');
  if (host !== hostname()) return true;
  try {
    return process.kill(Number(pid), 0); // signal 0 only asks
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

const readOwner = (path: string) =>
  readFile(path, 'utf8').catch((error) => ignoring('ENOENT', error, undefined));

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

function ignoring<T>(code: string, error: unknown, value: T): T {
  if (codeOf(error) === code) return value;
  throw error;
}
