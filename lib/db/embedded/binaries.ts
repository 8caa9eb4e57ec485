import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Account, isRoot } from './account';
import { codeOf, diskFull, EmbeddedError } from './error';
import { findPackage, linkLibraries } from './package';
import { run } from './run';

/** Where root keeps what PostgreSQL's account must reach. */
export const SHARED_ROOT = process.platform === 'darwin' ? '/var/db/doorcode' : '/var/lib/doorcode';

export type Binaries = { postgres: string; initdb: string };

type Options = { account: Account | null; dataDir: string; log: (line: string) => void };

/** The programs, where the account can run them: in node_modules, else in a copy. */
export async function prepareBinaries({ account, dataDir, log }: Options): Promise<Binaries> {
  const { root, label } = await findPackage();
  if ((await linkLibraries(root)) && (await runs(root, account))) return programs(root);

  const parent = isRoot() ? SHARED_ROOT : dataDir;
  const copy = path.join(parent, label);
  if (isRoot()) await requireOurs(parent);
  if (await exists(copy)) {
    await requireOurs(copy);
    if (await runs(copy, account)) return programs(copy);
    await rm(copy, { recursive: true }); // cut short by a power failure, perhaps
  }
  log(`Copying PostgreSQL to ${copy}, since ${account?.name ?? 'this account'} cannot use ${root}`);
  await copyPackage(root, copy);
  const check = await run(programs(copy).postgres, ['--version'], account);
  if (check.ok) return programs(copy);
  throw new EmbeddedError(
    `The PostgreSQL in node_modules does not run on this system (${firstLine(check)}): set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function programs(root: string): Binaries {
  return { postgres: path.join(root, 'native/bin/postgres'), initdb: path.join(root, 'native/bin/initdb') };
}

async function runs(root: string, account: Account | null): Promise<boolean> {
  return (await run(programs(root).postgres, ['--version'], account)).ok;
}

function firstLine(result: { output: string; error?: Error }): string {
  return (result.error?.message ?? result.output).trim().split('\n')[0] ?? '';
}

/** Root runs nothing that somebody else could have put there: the directory is ours and only we write to it. */
async function requireOurs(directory: string): Promise<void> {
  if (directory === SHARED_ROOT) {
    await mkdir(directory, { mode: 0o755 }).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
  const stat = await lstat(directory);
  if (stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0) return;
  throw new EmbeddedError(
    `${directory} belongs to another account or is writable by one, so Doorcode will not run PostgreSQL from it: remove it and start again.`,
  );
}

/** The copy appears under its name only when it is complete. */
async function copyPackage(root: string, target: string): Promise<void> {
  const draft = `${target}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(draft, { mode: 0o755 });
    await cp(path.join(root, 'native'), path.join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await linkLibraries(draft);
    await readableByAll(draft);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return; // another process was first
    if (codeOf(error) === 'ENOSPC') throw new EmbeddedError(diskFull(target), { cause: error });
    throw error;
  }
}

/** A umask of 077 must not hide the copy from PostgreSQL's account. */
async function readableByAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) await readableByAll(full);
    else if (entry.isFile()) await chmod(full, path.basename(directory) === 'bin' ? 0o755 : 0o644);
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
