import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { waitUntilReady } from './adopt';
import type { Cluster } from './cluster';
import { chooseEndpoint, type Endpoint, isSocket } from './endpoint';
import { codeOf, diskFull, EmbeddedError } from './error';
import { makeOwned } from './home';
import { bareEnvironment, under } from './run';

/** `again`: another PostgreSQL is in the way at this moment, and a new attempt is worth it. */
export type Launch = { kind: 'ready'; endpoint: Endpoint } | { kind: 'again'; error: EmbeddedError };

/** Starts PostgreSQL and waits until it answers. Throws EmbeddedError when it cannot. */
export async function launch(cluster: Cluster, previous: Endpoint | null): Promise<Launch> {
  const { home, binaries, dataDir } = cluster;
  const socketDir = path.join(home.directory, 'socket');
  await makeOwned(socketDir, home.account);
  const endpoint = await chooseEndpoint(socketDir, previous);

  const logFile = path.join(dataDir, 'postgres.log');
  const fd = openLog(logFile);
  const child = spawn(binaries.postgres, ['-D', cluster.data, ...settings(endpoint)], {
    cwd: '/',
    env: bareEnvironment,
    // Its own process group: a Ctrl-C in the terminal is for the server, which stops PostgreSQL last.
    detached: true,
    stdio: ['ignore', fd, fd],
    ...under(home.account),
  });
  closeSync(fd);
  child.unref();

  let isRunning = true;
  let failure = '';
  child.on('error', (error) => {
    isRunning = false;
    failure = error.message;
  });
  // Nothing more: it also ends long after this start, when its log may be gone.
  child.on('exit', () => {
    isRunning = false;
  });
  const ready = await waitUntilReady(cluster, child.pid ?? 0, () => isRunning).catch((error) => {
    child.kill('SIGINT');
    throw error;
  });
  if (ready !== null) return { kind: 'ready', endpoint: ready };
  return explain(cluster, logFile, failure || readFileSync(logFile, 'utf8'));
}

/** What must hold whatever the cluster's own postgresql.conf says. */
function settings(endpoint: Endpoint): string[] {
  const socket = isSocket(endpoint);
  return Object.entries({
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    listen_addresses: socket ? '' : endpoint.host,
    port: String(endpoint.port),
    unix_socket_directories: socket ? `"${endpoint.host.replaceAll('"', '""')}"` : '',
    unix_socket_permissions: '0700',
    logging_collector: 'off',
    log_destination: 'stderr',
    // Its own events only: an error of a statement may quote a value, and those go to whoever sent it.
    log_min_messages: 'log',
    log_checkpoints: 'off',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A fresh file for every start, with the one before kept beside it. */
function openLog(file: string): number {
  try {
    renameSync(file, `${file}.1`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return openSync(file, 'a', 0o600);
}

function explain(cluster: Cluster, logFile: string, output: string): Launch {
  // On a full disk PostgreSQL may not even be able to say so.
  const full = output.includes('No space left on device') || isFull(cluster.data);
  if (full) throw new EmbeddedError(diskFull(cluster.dataDir));
  const reason = /(?:FATAL|PANIC): +(.+)/g;
  const last = [...output.matchAll(reason)].at(-1)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  const error = new EmbeddedError(
    `PostgreSQL did not start (${last}): ${logFile} has the details, mend it and start again.`,
  );
  const inTheWay =
    /lock file .* already exists|pre-existing shared memory block|could not create any (TCP\/IP|Unix-domain) socket/;
  if (inTheWay.test(output)) return { kind: 'again', error };
  throw error;
}

function isFull(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < 1_000_000;
}
