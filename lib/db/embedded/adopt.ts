import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Cluster } from './cluster';
import { connectionStringOf, type Endpoint } from './endpoint';
import { codeOf, EmbeddedError } from './error';
import { isAlive, isPostmasterOf, type PostmasterFile, readPostmasterFile } from './postmaster-file';

const POLL_MS = 20;

/** The PostgreSQL that already runs on this cluster (its server was killed), once it answers; else null. */
export async function adopt(cluster: Cluster): Promise<Endpoint | null> {
  const file = readPostmasterFile(cluster.data);
  if (file === null) return null;
  if (isPostmasterOf(file.pid, cluster.data)) {
    return waitUntilReady(cluster, file.pid, () => isPostmasterOf(file.pid, cluster.data));
  }
  // No such process here; but a container that shares this DATA_DIR has processes that we cannot see.
  const endpoint = endpointIn(file);
  if (endpoint !== null && (await answers(cluster, endpoint))) return endpoint;
  cluster.log('PostgreSQL was not shut down cleanly: it recovers what was committed');
  // PostgreSQL itself sees through a dead process's file, but takes a number that is in use again for a server.
  if (isAlive(file.pid)) forget(cluster, file.pid);
  return null;
}

/** Waits for the process `pid` to accept our password. Null when it ends before. */
export async function waitUntilReady(
  cluster: Cluster,
  pid: number,
  running: () => boolean,
): Promise<Endpoint | null> {
  while (running()) {
    cluster.signal.throwIfAborted();
    const file = readPostmasterFile(cluster.data);
    if (file?.pid === pid && file.status === 'ready') {
      const endpoint = endpointIn(file);
      if (endpoint !== null && (await answers(cluster, endpoint))) return endpoint;
    }
    await delay(POLL_MS);
  }
  return null;
}

function endpointIn(file: PostmasterFile): Endpoint | null {
  if (file.port === 0) return null; // still being written
  return { host: file.socketDir === '' ? '127.0.0.1' : file.socketDir, port: file.port };
}

async function answers(cluster: Cluster, endpoint: Endpoint): Promise<boolean> {
  const client = new pg.Client({
    connectionString: connectionStringOf(endpoint, cluster.password),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    // Wrong password, or an unknown role or database: then this is not the cluster we made.
    if (['28P01', '28000', '3D000'].includes(codeOf(error))) {
      throw new EmbeddedError(
        `The database in ${cluster.home.directory} does not accept ${cluster.dataDir}/postgres-password: put back the password file that belongs to it.`,
        { cause: error },
      );
    }
    return false; // not listening, starting up, recovering or shutting down
  } finally {
    await client.end().catch(() => {});
  }
}

/** Removes a dead server's marks, if they are still the dead server's. */
function forget(cluster: Cluster, pid: number): void {
  if (readPostmasterFile(cluster.data)?.pid !== pid) return;
  const sockets = path.join(cluster.home.directory, 'socket');
  for (const name of readdirSync(sockets)) rmSync(path.join(sockets, name), { force: true });
  rmSync(path.join(cluster.data, 'postmaster.pid'), { force: true });
}
