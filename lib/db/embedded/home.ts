import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { type Account, accountOf, canReach, isRoot, unprivilegedAccount } from './account';
import { codeOf, EmbeddedError } from './error';

/** Where the cluster lives, and who runs it. `account` is null when it is simply us. */
export type Home = { directory: string; account: Account | null };

/** Makes DATA_DIR, private to its owner. Answers its real path. */
export async function makeDataDir(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch(async (error) => {
    // What Node says for a read-only file system when it makes parents too; alone it names the cause.
    if (codeOf(error) !== 'ENOENT') throw error;
    await mkdir(dataDir, { mode: 0o700 });
  });
  return realpath(dataDir);
}

/**
 * `<dataDir>/postgres`: a directory of the account that runs PostgreSQL, or, where that account cannot pass
 * (a clone in root's home), a link to one in a place where it can.
 */
export async function openHome(dataDir: string, shared: string, log: (line: string) => void): Promise<Home> {
  const link = path.join(dataDir, 'postgres');
  if (!isRoot()) {
    await makeIfMissing(link);
    return { directory: await realpath(link), account: null };
  }
  if (!(await exists(link))) await createForAccount(dataDir, link, shared, log);
  const directory = await realpath(link).catch(() => {
    throw new EmbeddedError(
      `${link} points to a directory that is gone: put the database back in its place, or remove the link to begin with an empty one.`,
    );
  });
  return { directory, account: await ownerOf(directory) };
}

async function createForAccount(
  dataDir: string,
  link: string,
  shared: string,
  log: (line: string) => void,
): Promise<void> {
  const account = unprivilegedAccount();
  await letThrough(dataDir, account);
  if (canReach(dataDir, account)) {
    await makeIfMissing(link);
    return chown(link, account.uid, account.gid);
  }
  await mkdir(shared, { recursive: true, mode: 0o755 });
  if (!canReach(shared, account)) {
    throw new EmbeddedError(
      `The account ${account.name} can reach neither ${dataDir} nor ${shared}: set DATA_DIR to a directory that it can reach.`,
    );
  }
  const place = await mkdtemp(path.join(shared, 'cluster-'));
  await writeFile(path.join(place, 'DATA_DIR'), `${dataDir}\n`);
  await chown(place, account.uid, account.gid);
  try {
    await symlink(place, link);
    log(`PostgreSQL runs as ${account.name}, which cannot reach ${dataDir}: the database is in ${place}`);
  } catch (error) {
    await rm(place, { recursive: true });
    if (codeOf(error) !== 'EEXIST') throw error; // else another process was first: use its directory
  }
}

/**
 * A DATA_DIR that only root may enter gets one exception: the account's group may pass through it (not list it).
 * So the database stays inside DATA_DIR, where backups and container volumes expect it.
 */
async function letThrough(dataDir: string, account: Account): Promise<void> {
  const { uid, mode } = await stat(dataDir);
  if (uid !== 0 || (mode & 0o777) !== 0o700 || !canReach(path.dirname(dataDir), account)) return;
  await chown(dataDir, 0, account.gid);
  await chmod(dataDir, 0o710);
}

/** A cluster belongs to the account that made it, whoever starts it now. */
async function ownerOf(directory: string): Promise<Account> {
  const { uid, gid } = await stat(directory);
  if (uid !== 0) return accountOf(uid, gid);
  // Made by a start that was killed before it gave it away.
  const account = unprivilegedAccount();
  await chown(directory, account.uid, account.gid);
  return account;
}

async function makeIfMissing(directory: string): Promise<void> {
  await mkdir(directory, { mode: 0o700 }).catch((error) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

/** A directory inside the home, private to the account. */
export async function makeOwned(directory: string, account: Account | null): Promise<void> {
  await makeIfMissing(directory);
  if (account !== null) await chown(directory, account.uid, account.gid);
}
