import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { adopt } from './embedded/adopt';
import { prepareBinaries, SHARED_ROOT } from './embedded/binaries';
import { bringUp, shutDown } from './embedded/bring-up';
import type { Cluster } from './embedded/cluster';
import { connectionStringOf, type Endpoint } from './embedded/endpoint';
import { EmbeddedError, fileSystemError } from './embedded/error';
import { makeDataDir, openHome } from './embedded/home';
import { dataOf, initialize } from './embedded/initialize';
import { readOrMakePassword } from './embedded/password';
import { takeServerLock } from './embedded/server-lock';

export { EmbeddedError } from './embedded/error';

export type EmbeddedPostgres = {
  /** Of the database `doorcode`, as its owner (no superuser). Secret: it holds the password. */
  connectionString: string;
  /** True when PostgreSQL was running already, left by a server that was killed. */
  adopted: boolean;
  /** Stops PostgreSQL, within ten seconds. */
  stop(): Promise<void>;
};

type Options = { dataDir: string; log: (line: string) => void };

/**
 * Runs the PostgreSQL that npm carries, with its data in `dataDir`; makes everything it needs on the first start.
 * Throws EmbeddedError.
 */
export async function startEmbedded({ dataDir, log }: Options): Promise<EmbeddedPostgres> {
  const stopping = new AbortController();
  try {
    const cluster = await prepare(dataDir, log, stopping.signal);
    const { endpoint, adopted } = await bringUp(cluster, null);
    const connectionString = connectionStringOf(endpoint, cluster.password);
    // Refused, PostgreSQL goes on running: it is the other server's.
    const lock = await takeServerLock(connectionString, cluster.dataDir);
    const watcher = watch(cluster, endpoint, lock);

    let stopped: Promise<void> | undefined;
    const stop = async () => {
      stopping.abort();
      await watcher.settled();
      await shutDown(cluster.data);
    };
    return {
      connectionString,
      adopted,
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    throw error instanceof EmbeddedError ? error : fileSystemError(error, dataDir);
  }
}

/**
 * For a command beside a server that may be running: the PostgreSQL that runs, and goes on running, else one started
 * for the command. Throws EmbeddedError.
 */
export async function joinEmbedded(options: Options): Promise<Omit<EmbeddedPostgres, 'adopted'>> {
  const cluster = await prepare(options.dataDir, options.log, new AbortController().signal);
  const endpoint = await adopt(cluster);
  if (!endpoint) return startEmbedded(options);
  return { connectionString: connectionStringOf(endpoint, cluster.password), stop: async () => {} };
}

async function prepare(dataDir: string, log: Options['log'], signal: AbortSignal): Promise<Cluster> {
  const real = await makeDataDir(dataDir);
  const home = await openHome(real, SHARED_ROOT, log);
  const binaries = await prepareBinaries({ account: home.account, dataDir: real, log });
  const password = await readOrMakePassword(real);
  await initialize(home, binaries, password, log);
  return { dataDir: real, home, data: dataOf(home), binaries, password, log, signal };
}

/** While the server lives: a lost lock is taken again, and a PostgreSQL that was killed is started again. */
function watch(cluster: Cluster, endpoint: Endpoint, lock: pg.Client) {
  let recovery = Promise.resolve();
  const listen = (client: pg.Client) => {
    client.once('end', () => {
      if (!cluster.signal.aborted) recovery = recover();
    });
  };
  const recover = async () => {
    while (!cluster.signal.aborted) {
      try {
        const running = await bringUp(cluster, endpoint);
        listen(await takeServerLock(connectionStringOf(running.endpoint, cluster.password), cluster.dataDir));
        return;
      } catch (error) {
        if (error instanceof EmbeddedError) cluster.log(error.message);
        await delay(1_000, undefined, { ref: false, signal: cluster.signal }).catch(() => {});
      }
    }
  };
  listen(lock);
  return { settled: () => recovery };
}
