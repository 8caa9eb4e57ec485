import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from './testing/database';
import { freePort, spawnServer } from './testing/server';
import { test as base, expect } from './testing/test';

/** A start that cannot succeed says why in a sentence, ends with 1, and leaves nothing half-made. */
const test = base.extend<{ folder: string; postgres: Postgres }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'doorcode-start-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  postgres: async ({}, use) => {
    const postgres = await startPostgres();
    await use(postgres);
    await postgres.remove();
  },
});

/** Start, wait for the end, return the last thing it said. */
async function refusalOf(variables: Record<string, string>): Promise<string> {
  const { child, output } = spawnServer({ PORT: String(await freePort()), ...variables });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(output(), 'no stack, only sentences').not.toMatch(/^\s+at /m);
  expect(code, output()).toBe(1);
  return output();
}

const closedPort = async () => `127.0.0.1:${await freePort()}`;

test('a port that is taken is named, before anything is made', async ({ folder }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const DATA_DIR = join(folder, 'data');
  expect(await refusalOf({ PORT: String(port), DATA_DIR })).toContain(
    `Port ${port} on 127.0.0.1 is taken. Stop the other program, or set PORT.`,
  );
  expect(existsSync(DATA_DIR)).toBe(false);
  other.close();
});

test('all wrong variables are named at once, each with what is wrong', async ({ folder }) => {
  const DATA_DIR = join(folder, 'data');
  const said = await refusalOf({
    PORT: 'http',
    DATA_DIR,
    AUTH_SECRET: 'short',
    PUBLIC_URL: 'http://login.example.com',
    DATABASE_URL: 'mysql://x',
    EMAIL_SERVER: 'mail.example.com',
    SIGN_UP: 'perhaps',
    TRUSTED_PROXIES: 'everybody',
    LOG_LEVEL: 'loud',
    GITHUB_BASE_URL: 'github',
  });
  for (const name of ['PORT', 'AUTH_SECRET', 'PUBLIC_URL', 'DATABASE_URL', 'EMAIL_SERVER', 'SIGN_UP'])
    expect(said).toMatch(new RegExp(`^  - ${name} .`, 'm'));
  for (const name of ['TRUSTED_PROXIES', 'LOG_LEVEL', 'GITHUB_BASE_URL'])
    expect(said).toMatch(new RegExp(`^  - ${name} .`, 'm'));
  expect(existsSync(DATA_DIR)).toBe(false);
});

const combinations: [string, Record<string, string>, string][] = [
  ['half a GitHub app', { AUTH_GITHUB_ID: 'x' }, 'AUTH_GITHUB_ID and AUTH_GITHUB_SECRET go together'],
  [
    'a public PUBLIC_URL without SMTP',
    { PUBLIC_URL: 'https://login.example.com' },
    'EMAIL_SERVER is required because PUBLIC_URL is not a loopback address',
  ],
  ['SMTP without a sender', { EMAIL_SERVER: 'smtp://localhost' }, 'EMAIL_FROM is required with EMAIL_SERVER'],
  [
    'DATABASE_URL without AUTH_SECRET',
    { DATABASE_URL: 'postgresql://localhost/x' },
    'AUTH_SECRET is required with DATABASE_URL',
  ],
];
for (const [what, variables, sentence] of combinations)
  test(`${what} is refused, before anything is made`, async ({ folder }) => {
    const DATA_DIR = join(folder, 'data');
    expect(await refusalOf({ ...variables, DATA_DIR })).toContain(sentence);
    expect(existsSync(DATA_DIR)).toBe(false);
  });

test('a DATA_DIR that cannot be one is named', async ({ folder }) => {
  await writeFile(join(folder, 'file'), '');
  for (const DATA_DIR of [join(folder, 'file'), join(folder, 'file/data')])
    expect(await refusalOf({ DATA_DIR })).toContain(
      `${DATA_DIR} cannot be a directory, since a file is in its place: set DATA_DIR to another path.`,
    );
});

test('a database that cannot be reached is named, and not its password', async ({ folder }) => {
  const said = await refusalOf({
    DATABASE_URL: `postgresql://doorcode:hunter2@${await closedPort()}/x`,
    AUTH_SECRET: 'x'.repeat(32),
    DATA_DIR: join(folder, 'data'),
  });
  expect(said).toMatch(/^The database of DATABASE_URL cannot be used: .+/m);
  expect(said).not.toContain('hunter2');
});

test('a second server on the same DATA_DIR names the first one’s process, which goes on', async ({
  server,
}) => {
  expect(await refusalOf({ DATA_DIR: server.dataDir })).toContain(
    `Another Doorcode (process ${server.pid}) already runs on ${server.dataDir}: stop it first, or set DATA_DIR to another directory.`,
  );
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
});

test('another AUTH_SECRET than the database’s, and a mail server that is not there, are said', async ({
  folder,
  postgres,
}) => {
  const { url: DATABASE_URL, query } = await postgres.create();
  const variables = { DATABASE_URL, DATA_DIR: join(folder, 'data') };
  const EMAIL_SERVER = `smtp://${await closedPort()}`;
  const AUTH_SECRET = 'the first secret of this database';
  expect(await refusalOf({ ...variables, AUTH_SECRET, EMAIL_SERVER, EMAIL_FROM: 'a@example.com' })).toMatch(
    /^EMAIL_SERVER cannot be used: .*ECONNREFUSED/m,
  );
  expect(await refusalOf({ ...variables, AUTH_SECRET: 'another secret, as long as it must' })).toContain(
    'AUTH_SECRET is not the one that this database was made with. Put the old one back.',
  );
  // Neither left a connection behind.
  const others =
    'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  await expect.poll(async () => (await query(others)).length).toBe(0);
  expect(await readdir(folder)).toEqual([]);
});
