import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbedded } from './embedded';
import { isRoot } from './embedded/account';
import { isAlive, readPostmasterFile } from './embedded/postmaster-file';

// Real first starts: about a second each, more on a machine that has other things to do.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const repository = path.resolve(import.meta.dirname, '../..');
/** Inside the checkout, so that the bundle finds node_modules. */
const fixture = path.join(repository, `node_modules/.cache/doorcode/embedded-${process.pid}.mjs`);

type Said = { event: string; line?: string; message?: string; connectionString?: string; adopted?: boolean };

let dataDir: string;
let lines: string[];
const log = (line: string) => lines.push(line);
const open: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeAll(() =>
  build({
    entryPoints: [path.join(repository, 'lib/db/embedded/server.fixture.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: fixture,
    logLevel: 'error',
  }),
);
afterAll(() => rm(fixture, { force: true }));

beforeEach(async () => {
  lines = [];
  dataDir = await mkdtemp(path.join(tmpdir(), 'doorcode-embedded-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  for (const embedded of open.splice(0)) await embedded.stop();
  // A test may have left a PostgreSQL without a server on purpose: adopt it and stop it.
  if (postmaster() !== null) await startEmbedded({ dataDir, log }).then((left) => left.stop());
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const embedded = await startEmbedded({ dataDir, log });
  open.push(embedded);
  return embedded;
}

function postmaster(): number | null {
  return readPostmasterFile(path.join(dataDir, 'postgres/data'))?.pid ?? null;
}

/** Starts a server of its own process; answers when it is ready or refused. */
async function serve(): Promise<{ child: ChildProcess; said: Said; log: string[] }> {
  const child = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const heard: string[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const said = JSON.parse(line) as Said;
    if (said.event !== 'log') return { child, said, log: heard };
    heard.push(said.line ?? '');
  }
  throw new Error('The server ended without a word.');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function mode(file: string): Promise<string> {
  return ((await stat(path.join(dataDir, file))).mode & 0o777).toString(8);
}

describe('a first start', () => {
  it('makes a database that only its password opens, with every commit on disk', async () => {
    const { connectionString, adopted } = await start();
    expect(adopted).toBe(false);
    expect(await mode('postgres-password')).toBe('600');
    expect(['700', '710']).toContain(await mode('.'));
    expect(await query(connectionString, 'SELECT current_database() AS db, current_user AS who')).toEqual([
      { db: 'doorcode', who: 'doorcode' },
    ]);
    const settings = await query(
      connectionString,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit',
         'listen_addresses', 'server_encoding') ORDER BY name`,
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
    });
    const role = await query(connectionString, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
    expect(role).toEqual([{ rolsuper: false }]);
    const password = await readFile(path.join(dataDir, 'postgres-password'), 'utf8');
    await expect(query(connectionString.replace(password, 'guess'), 'SELECT 1')).rejects.toThrow('password');
  });

  it('that was killed half-way leaves nothing behind for the next', async () => {
    const child = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data'); // "Creating the database": initdb begins
    await kill(child);
    await start();
    const drafts = (await readdir(path.join(dataDir, 'postgres'))).filter((name) => name.includes('new'));
    expect(drafts).toEqual([]);
  });

  it('twice at the same moment: one serves, the other is refused, and the data is whole', async () => {
    const both = await Promise.all([serve(), serve()]);
    expect(both.map(({ said }) => said.event).sort()).toEqual(['ready', 'refused']);
    const winner = both.find(({ said }) => said.event === 'ready');
    const loser = both.find(({ said }) => said.event === 'refused');
    expect(loser?.said.message).toContain(`process ${winner?.child.pid}`);
    expect(await query(winner?.said.connectionString ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('falls back to loopback where a socket’s path would be too long', async () => {
    const short = dataDir;
    dataDir = path.join(short, 'd'.repeat(90));
    await chmod(short, 0o755);
    const { connectionString } = await start();
    expect(new URL(connectionString).hostname).toBe('127.0.0.1');
    expect(await query(connectionString, 'SHOW listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
    await open.pop()?.stop();
    dataDir = short;
  });
});

describe('the next start', () => {
  it('is quick and finds the data', async () => {
    const first = await start();
    await query(first.connectionString, 'CREATE TABLE kept AS SELECT 7 AS seven');
    await first.stop();
    expect(postmaster()).toBeNull();
    const began = performance.now();
    const second = await start();
    expect(performance.now() - began).toBeLessThan(3_000); // about 0.1 s; a first start takes ten times that
    expect(await query(second.connectionString, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  });

  it('after a kill -9 of the server adopts the PostgreSQL that lives on', async () => {
    const { child, said } = await serve();
    const pid = postmaster();
    await kill(child);
    const next = await start();
    expect(next.adopted).toBe(true);
    expect(next.connectionString).toBe(said.connectionString);
    expect(postmaster()).toBe(pid);
    await next.stop();
    expect(postmaster()).toBeNull();
  });

  it('after a kill -9 of server and PostgreSQL recovers what was committed, and says so', async () => {
    const { child, said } = await serve();
    await query(said.connectionString ?? '', 'CREATE TABLE kept AS SELECT 7 AS seven');
    await kill(child);
    process.kill(postmaster() ?? 0, 'SIGKILL');
    const next = await start();
    expect(next.adopted).toBe(false);
    expect(lines.join('\n')).toContain('recovers');
    expect(await query(next.connectionString, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  });

  it('is not misled by a pid file whose number belongs to another program now', async () => {
    const first = await start();
    const pidFile = path.join(dataDir, 'postgres/data/postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    await first.stop();
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    children.push(other);
    await writeFile(pidFile, text.replace(/^\d+/, String(other.pid)), { mode: 0o644 });
    const next = await start();
    expect(next.adopted).toBe(false);
    expect(isAlive(other.pid ?? 0)).toBe(true);
  });

  it('is refused while another server runs, and is told its process', async () => {
    const { child } = await serve();
    await expect(start()).rejects.toThrow(
      `Another Doorcode (process ${child.pid}) already runs on ${dataDir}: stop it first, or set DATA_DIR to another directory.`,
    );
  });

  it('refuses a password file that is not the database’s', async () => {
    await (await start()).stop();
    await writeFile(path.join(dataDir, 'postgres-password'), 'another');
    await expect(start()).rejects.toThrow('put back the password file');
    await writeFile(path.join(dataDir, 'postgres-password'), 'another');
    await stopWithoutPassword();
  });
});

/** A server whose password is lost can still be ended by its process. */
async function stopWithoutPassword(): Promise<void> {
  const pid = postmaster();
  if (pid === null) return;
  process.kill(pid, 'SIGINT');
  await expect.poll(postmaster, { timeout: 10_000 }).toBeNull();
}

describe('while the server lives', () => {
  it('a PostgreSQL that was killed comes back at the same address, and the lock with it', async () => {
    const { connectionString } = await start();
    await query(connectionString, 'CREATE TABLE kept AS SELECT 7 AS seven');
    const pid = postmaster() ?? 0;
    process.kill(pid, 'SIGKILL');
    const seven = () => query(connectionString, 'SELECT seven FROM kept').catch(() => 'not yet');
    await expect.poll(seven, { timeout: 20_000 }).toEqual([{ seven: 7 }]);
    expect(postmaster()).not.toBe(pid);
    await expect.poll(async () => (await serve()).said.event, { timeout: 10_000 }).toBe('refused');
  });

  it('a lost lock is taken again', async () => {
    const { connectionString } = await start();
    const holders = `SELECT pid FROM pg_stat_activity WHERE application_name = 'doorcode-server pid=${process.pid}'`;
    const before = await query(connectionString, holders);
    await query(connectionString, `SELECT pg_terminate_backend(${before[0]?.pid})`);
    const locked = `SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> ${before[0]?.pid}`;
    await expect.poll(() => query(connectionString, locked), { timeout: 10_000 }).toEqual([{ held: 1 }]);
  });
});

describe('a DATA_DIR that will not do', () => {
  it('is named when a file is in its place', async () => {
    const file = path.join(dataDir, 'file');
    await writeFile(file, '');
    await expect(startEmbedded({ dataDir: file, log })).rejects.toThrow(`${file} cannot be a directory`);
    await expect(startEmbedded({ dataDir: path.join(file, 'below'), log })).rejects.toThrow('cannot be a');
  });

  // Root may write anywhere.
  if (!isRoot()) {
    it('is named when it is not writable', async () => {
      await chmod(dataDir, 0o500);
      await expect(startEmbedded({ dataDir, log })).rejects.toThrow(`${dataDir} is not writable`);
      await chmod(dataDir, 0o700);
    });
  }
});

if (isRoot()) {
  it('as root keeps the database where PostgreSQL’s account can reach it, linked from DATA_DIR', async () => {
    const home = dataDir; // 0700, root's own, as /root is
    dataDir = path.join(home, 'data');
    await mkdir(dataDir, { mode: 0o700 });
    const { connectionString } = await start();
    const place = await readlink(path.join(dataDir, 'postgres'));
    try {
      expect(lines.join('\n')).toContain(`the database is in ${place}`);
      expect(await readFile(path.join(place, 'DATA_DIR'), 'utf8')).toBe(`${dataDir}\n`);
      expect((await stat(place)).uid).not.toBe(0);
      expect(await query(connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await open.pop()?.stop();
      expect((await start()).adopted).toBe(false);
    } finally {
      for (const embedded of open.splice(0)) await embedded.stop();
      await rm(place, { recursive: true });
      dataDir = home;
    }
  });
}
