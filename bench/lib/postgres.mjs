/*
 * A PostgreSQL of the benchmark's own: the programs that the project carries (or those in PG_BIN), a fresh cluster with
 * PostgreSQL's default settings (fsync and synchronous_commit on), on a free port of 127.0.0.1, gone at the end.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, openSync } from 'node:fs';
import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { loadProject, runFolder } from './project.mjs';

/** `settings`: beyond the defaults. Answers its pid, version, how to name a database, and how to stop it. */
export async function startPostgres(settings = {}) {
  const lib = await loadProject(`export { makeDataDir, openHome } from './lib/db/embedded/home';
    export { prepareBinaries, SHARED_ROOT } from './lib/db/embedded/binaries';
    export { run, bareEnvironment, under } from './lib/db/embedded/run';`);
  await mkdir(runFolder, { recursive: true });
  await removeAbandoned();
  const dataDir = await lib.makeDataDir(path.join(runFolder, `postgres-${process.pid}`));
  const home = await lib.openHome(dataDir, lib.SHARED_ROOT, () => {});
  const { postgres, initdb } = await binaries(lib, home, dataDir);
  const [password, port, data] = [
    randomBytes(16).toString('hex'),
    await freePort(),
    path.join(home.directory, 'data'),
  ];
  await makeCluster(lib, { initdb, home, data, password });

  const log = openSync(path.join(runFolder, 'postgres.log'), 'w');
  const given = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', ...settings };
  const flags = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', data, ...flags], {
    ...{ cwd: '/', env: lib.bareEnvironment, stdio: ['ignore', log, log] },
    ...lib.under(home.account),
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  // However the benchmark ends, it ends with it.
  const leave = () => child.kill('SIGQUIT');
  process.once('exit', leave);
  ended.then(() => process.off('exit', leave));
  const url = (database) => `postgresql://bench:${password}@127.0.0.1:${port}/${database}`;
  await answers(url('postgres'), ended);
  return {
    ...{ pid: child.pid, url },
    version: execFileSync(postgres, ['--version']).toString().trim(),
    async stop() {
      child.kill('SIGINT');
      await ended;
      await removeHome(dataDir);
    },
  };
}

async function binaries(lib, home, dataDir) {
  const own = process.env.PG_BIN;
  if (own) return { postgres: path.join(own, 'postgres'), initdb: path.join(own, 'initdb') };
  return lib.prepareBinaries({ account: home.account, dataDir, log: () => {} });
}

async function makeCluster(lib, { initdb, home, data, password }) {
  const file = path.join(home.directory, 'password');
  await writeFile(file, password, { mode: 0o644 });
  const how = ['-U', 'bench', '-A', 'scram-sha-256', `--pwfile=${file}`, '-E', 'UTF8', '--locale=C.UTF-8'];
  const { ok, output } = await lib.run(initdb, ['-D', data, ...how], home.account);
  await rm(file);
  if (!ok) throw new Error(`initdb failed: ${output}`);
}

/** The cluster, wherever the link to it leads: root's clusters may be elsewhere (lib/db/embedded/home.ts). */
async function removeHome(dataDir) {
  const link = path.join(dataDir, 'postgres');
  const place = await realpath(link).catch(() => null);
  if (place) await rm(place, { recursive: true, force: true });
  await rm(dataDir, { force: true, recursive: true });
}

/** Clusters of runs that were killed. */
async function removeAbandoned() {
  for (const name of await readdir(runFolder)) {
    const pid = /^postgres-(\d+)$/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) await removeHome(path.join(runFolder, name));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url, ended) {
  let over = false;
  ended.then(() => (over = true));
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (up) return;
    if (over) throw new Error(`PostgreSQL did not start, see ${path.join(runFolder, 'postgres.log')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs statements on a connection of their own. */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database of that name, afresh: empty, or a copy. */
export const createDatabase = (postgres, name, template) =>
  withClient(postgres.url('postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`);
  });

export const dropDatabase = (postgres, name) =>
  withClient(postgres.url('postgres'), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  );

/** What preparation wrote is on disk, and counted, before anything is measured. */
export const settle = (url) =>
  withClient(url, async (client) => {
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  });
