import { randomBytes } from 'node:crypto';
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries';
import { codeOf, diskFull, EmbeddedError } from './error';
import type { Home } from './home';
import { isAlive } from './postmaster-file';
import { type RunResult, run } from './run';

/** PostgreSQL's data directory inside the home. */
export function dataOf(home: Home): string {
  return path.join(home.directory, 'data');
}

/**
 * Makes the cluster unless it is there: complete, with its role and database, before it gets its name. A start that
 * was killed leaves a draft, which the next one removes.
 */
export async function initialize(
  home: Home,
  binaries: Binaries,
  password: string,
  log: (line: string) => void,
): Promise<void> {
  const version = await readFile(path.join(dataOf(home), 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) return requireVersion(home, binaries, version.trim());

  log('Creating the database (PostgreSQL, embedded)');
  await removeAbandonedDrafts(home);
  const draft = path.join(home.directory, `data.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await initdb(home, binaries, password, draft);
    await createDatabase(home, binaries, password, draft);
    await rename(draft, dataOf(home));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error; // else another start was first
  }
}

async function requireVersion(home: Home, binaries: Binaries, found: string): Promise<void> {
  const { output } = await run(binaries.postgres, ['--version'], home.account);
  const major = / (\d+)\./.exec(output)?.[1];
  if (major === found) return;
  throw new EmbeddedError(
    `${home.directory} was written by PostgreSQL ${found}, and this Doorcode brings PostgreSQL ${major}: dump it with the Doorcode that wrote it and load it into a new DATA_DIR.`,
  );
}

async function initdb(home: Home, binaries: Binaries, password: string, draft: string): Promise<void> {
  const passwordFile = `${draft}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (home.account !== null) await chown(passwordFile, home.account.uid, home.account.gid);
  try {
    const settings = {
      shared_buffers: '128MB',
      max_connections: '100',
      max_wal_size: '256MB',
      // Short statements on a small machine: helpers would cost more than they give.
      max_parallel_workers_per_gather: '0',
      jit: 'off',
      // A statement, its values and its rows may hold what no log may hold.
      log_min_error_statement: 'panic',
      log_error_verbosity: 'terse',
    };
    const result = await run(
      binaries.initdb,
      [
        `--pgdata=${draft}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Sorts and compares the same on every system, whatever locales it has.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
      ],
      home.account,
    );
    if (!result.ok) throw explain(home, result);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** In single-user mode, so that the cluster is never seen without them. The role is no superuser. */
async function createDatabase(
  home: Home,
  binaries: Binaries,
  password: string,
  draft: string,
): Promise<void> {
  const sql = `CREATE ROLE doorcode LOGIN CREATEDB PASSWORD '${password}'\nCREATE DATABASE doorcode OWNER doorcode\n`;
  const result = await run(binaries.postgres, ['--single', '-D', draft, 'postgres'], home.account, sql);
  if (!result.ok || result.output.includes('ERROR:')) throw explain(home, result);
}

function explain(home: Home, { output, error }: RunResult): EmbeddedError {
  if (output.includes('No space left on device')) return new EmbeddedError(diskFull(home.directory));
  const reason = /(?:error|ERROR|FATAL|PANIC): +(.+)/.exec(output)?.[1] ?? error?.message ?? output.trim();
  return new EmbeddedError(
    `PostgreSQL could not create its database in ${home.directory} (${reason}): mend that and start again.`,
  );
}

async function removeAbandonedDrafts(home: Home): Promise<void> {
  for (const name of await readdir(home.directory)) {
    const pid = /^data\.new-(\d+)-/.exec(name)?.[1];
    if (pid === undefined) continue;
    // Our own number is a predecessor's: containers give the same one at every start.
    if (Number(pid) !== process.pid && isAlive(Number(pid))) continue;
    // Its initdb may be still at work in it for a moment: it ends when its files are gone.
    const retry = { maxRetries: 10, retryDelay: 100 };
    await rm(path.join(home.directory, name), { recursive: true, force: true, ...retry });
  }
}
