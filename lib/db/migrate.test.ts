import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { dropDatabase } from '@/lib/testing/database';
import { MigrationError, migrate } from './migrate';

const first = `CREATE TABLE a (id int PRIMARY KEY, t text DEFAULT 'x;y');
CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;`;

let directory: string;
let connectionString: string;
let lines: string[];

beforeEach(async () => {
  lines = [];
  directory = await mkdtemp(path.join(tmpdir(), 'doorcode-migrate-'));
  const name = `migrate_${randomBytes(6).toString('hex')}`;
  await query(`CREATE DATABASE ${name}`, inject('databaseTemplate').replace('doorcode_template', 'postgres'));
  connectionString = inject('databaseTemplate').replace('doorcode_template', name);
  await write('1_first', first);
});
afterEach(async () => {
  await dropDatabase(connectionString);
  await rm(directory, { recursive: true });
});

async function write(name: string, script: string): Promise<void> {
  await mkdir(path.join(directory, name), { recursive: true });
  await writeFile(path.join(directory, name, 'migration.sql'), script);
}

async function query(sql: string, to = connectionString): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: to });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const run = () => migrate({ connectionString, directory, log: (line) => lines.push(line) });

it('applies what is missing, in order, and nothing twice', async () => {
  await write('2_second', 'ALTER TABLE a ADD u int -- no semicolon, then a comment');
  expect(await run()).toEqual(['1_first', '2_second']);
  expect(await run()).toEqual([]);
  expect(await query('SELECT two(), (SELECT count(*)::int FROM a)')).toEqual([{ two: 2, count: 0 }]);
  const rows = await query(
    'SELECT migration_name, finished_at IS NOT NULL AS done, applied_steps_count AS n FROM _prisma_migrations ORDER BY 1',
  );
  expect(rows).toEqual([
    { migration_name: '1_first', done: true, n: 1 },
    { migration_name: '2_second', done: true, n: 1 },
  ]);
});

it('several nodes starting at once apply once', async () => {
  const applied = await Promise.all(Array.from({ length: 6 }, run));
  expect(applied.flat()).toEqual(['1_first']);
  expect(await query('SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: 1 }]);
});

it('a script that fails changes nothing, is named with its reason, and is tried again once mended', async () => {
  await write('2_second', 'CREATE TABLE b (id int); SELECT 1 / 0;');
  const message =
    'The migration 2_second could not be applied and changed nothing: Error querying the database: ERROR: division by zero';
  await expect(run()).rejects.toThrow(new MigrationError(message));
  expect(await query(`SELECT to_regclass('b') AS b`)).toEqual([{ b: null }]);
  await expect(run()).rejects.toThrow(message);
  await write('2_second', 'CREATE TABLE b (id int);');
  expect(await run()).toEqual(['2_second']);
});

it('a process killed between a script and its record leaves neither', async () => {
  await run();
  // As a killed process leaves it: begun, never finished.
  await query(`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '2_second')`);
  await write('2_second', 'CREATE TABLE b (id int);');
  expect(await run()).toEqual(['2_second']);
});

it('refuses a database that is newer than this build', async () => {
  await write('2_second', 'SELECT 1');
  await run();
  await rm(path.join(directory, '2_second'), { recursive: true });
  await expect(run()).rejects.toThrow('newer than this build (it has the migration 2_second)');
});

it('refuses when a migration of the database is missing here', async () => {
  await write('2_second', 'SELECT 1');
  await run();
  await rm(path.join(directory, '1_first'), { recursive: true });
  await expect(run()).rejects.toThrow('has the migration 1_first, which this build lacks');
});

it('refuses a migration that was edited, but not one with other line ends', async () => {
  await run();
  await write('1_first', first.replaceAll('\n', '\r\n'));
  expect(await run()).toEqual([]);
  await write('1_first', `${first} `);
  await expect(run()).rejects.toThrow('1_first was edited after this database applied it');
});

it('refuses a database that holds somebody else’s tables', async () => {
  await query('CREATE TABLE theirs ()');
  await expect(run()).rejects.toThrow('give Doorcode an empty database of its own');
});

it('refuses a directory without migrations', async () => {
  const none = path.join(directory, 'none');
  await expect(migrate({ connectionString, directory: none, log: () => {} })).rejects.toThrow(
    `There are no migrations in ${none}`,
  );
});
