import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '@/lib/db/embedded';

/** A PostgreSQL of our own, which a test may stop and start. */
export type Postgres = {
  /** A new, empty database. */
  create(): Promise<Database>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** What PostgreSQL itself has written, this start and the one before. */
  log(): Promise<string>;
  /** Stop, and forget its data. */
  remove(): Promise<void>;
};

export type Database = {
  /** For DATABASE_URL. */
  url: string;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
};

export const authSecret = 'an AUTH_SECRET of the tests, 32 bytes or more';

export async function startPostgres(): Promise<Postgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'doorcode-e2e-pg-'));
  const up = () => startEmbedded({ dataDir, log: () => {} });
  let running = await up();
  const remove = async () => {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return {
    create: async () => {
      const name = `e2e_${randomBytes(6).toString('hex')}`;
      await query(running.connectionString, `CREATE DATABASE ${name}`);
      const address = new URL(running.connectionString);
      address.pathname = `/${name}`;
      return { url: address.href, query: (text, values) => query(address.href, text, values) };
    },
    stop: () => running.stop(),
    start: async () => {
      running = await up();
    },
    log: async () => {
      const read = (name: string) => readFile(join(dataDir, name), 'utf8').catch(() => '');
      return (await read('postgres.log.1')) + (await read('postgres.log'));
    },
    remove,
  };
}

/** One statement on a connection of its own, so that nothing stays open when the database is stopped. */
async function query<Row extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
