import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { createPool, setPool } from '@/lib/db/pool';
import { clearOnePerProcess } from '@/lib/process';
import { setTestEnv } from '@/lib/testing/env';

/**
 * Gives a test file a database of its own, copied from the migrated template, and the environment to go with it.
 * Returns where it is, for tests that start a server on it.
 */
export function withDatabase(): { connectionString: () => string } {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const address = new URL(inject('databaseTemplate'));
  const template = decodeURIComponent(address.pathname.slice(1));
  const own = new URL(address);
  own.pathname = `/${name}`;

  beforeAll(async () => {
    await asAdmin(address, `CREATE DATABASE ${name} TEMPLATE "${template}"`);
    setTestEnv();
    clearOnePerProcess('prisma');
    setPool(createPool(own.href));
  });
  afterAll(() => dropDatabase(own.href));
  return { connectionString: () => own.href };
}

/** Of whoever still uses it too. Not WITH (FORCE), which refuses where autovacuum is at work; without it PostgreSQL ends that by itself. */
export async function dropDatabase(connectionString: string): Promise<void> {
  const address = new URL(connectionString);
  const name = decodeURIComponent(address.pathname.slice(1));
  await asAdmin(
    address,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND usename = current_user`,
  );
  await asAdmin(address, `DROP DATABASE ${name}`);
}

async function asAdmin(template: URL, statement: string): Promise<void> {
  const admin = new URL(template);
  admin.pathname = '/postgres';
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
