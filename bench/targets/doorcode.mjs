/*
 * Doorcode itself, as `npm start` runs it: production build, every limit, log and audit row, over its own HTTP door. The
 * database is made once per run, migrated by a first start and filled; each start that is measured gets a copy of it.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launch } from '../lib/launch.mjs';
import { createDatabase, dropDatabase, settle, withClient } from '../lib/postgres.mjs';
import { root, runFolder } from '../lib/project.mjs';
import { allow, pendingCode, seedPending, seedPeople, seedSessions } from './doorcode-seed.mjs';
import { callerSecret, target } from './target.mjs';

const scopes = ['api', 'offline_access'];
/** Longer than any login is made to wait. */
const device_code_lifetime_seconds = 1_800;
const clients = [
  { client_id: 'cli', name: 'CLI', scopes, device_code_lifetime_seconds },
  { client_id: 'cli-jwt', name: 'CLI with JWTs', scopes, access_token_format: 'jwt' },
  {
    ...{ client_id: 'resource-server', name: 'Resource server', device_flow: false },
    secrets: [{ env: 'BENCH_CALLER_SECRET' }],
  },
];
const authSecret = randomBytes(32).toString('base64');

export const doorcode = target({
  ...{ name: 'doorcode', label: 'Doorcode', place: 5, ready: '/health/ready' },
  ...{ device: '/oauth2/device_authorization', token: '/oauth2/token' },
  introspection: '/oauth2/introspection',
  // It notices who polls too fast: each code must have rested for four seconds.
  keepsPace: true,
  phases: ['poll', 'issue', 'redeem', 'redeem-jwt', 'refresh', 'refresh-later', 'introspect'],
  async open(bench) {
    const seeds = await seededOnce(bench);
    await createDatabase(bench.postgres, 'doorcode', 'doorcode_seeded');
    const url = bench.postgres.url('doorcode');
    await settle(url);
    const server = await startDoorcode({
      name: 'doorcode',
      port: doorcode.port,
      url,
      profile: bench.profile,
    });
    return {
      ...server,
      stop: () => server.stop().then(() => dropDatabase(bench.postgres, 'doorcode')),
      pendingCodes: async (count) => Array.from({ length: count }, (_, index) => pendingCode(index + 1)),
      refreshTokens: async (count) => seeds.usedLongAgo.refresh.slice(0, count),
      accessTokens: async (count) => seeds.inUse.access.slice(0, count),
      approve: (issued) =>
        withClient(url, (client) =>
          allow(
            client,
            issued.map((one) => one.device_code),
          ),
        ),
    };
  },
});

let seeded;

function seededOnce(bench) {
  seeded ??= seed(bench);
  return seeded;
}

async function seed({ postgres, options }) {
  await migrated(postgres, 'doorcode_seeded');
  const url = postgres.url('doorcode_seeded');
  return withClient(url, async (client) => {
    await seedPending(client, options.codes);
    const usedLongAgo = await seedSessions(client, { kind: 2, count: 24_064, lastUsed: '1 hour' });
    const inUse = await seedSessions(client, { kind: 3, count: 5_000, lastUsed: '1 minute' });
    return { usedLongAgo, inUse };
  });
}

/** A database after the first start, with its people. */
export async function migrated(postgres, name) {
  await createDatabase(postgres, name);
  const url = postgres.url(name);
  const server = await startDoorcode({ name: 'doorcode-first', port: doorcode.port, url });
  await server.stop();
  await withClient(url, seedPeople);
}

/** One node, as `npm start` would run it. */
export async function startDoorcode({ name, port, url, profile, publicPort = port }) {
  const dataDir = path.join(runFolder, `${name}-data`);
  // What it remembers of the audit log would not fit another database.
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const clientsFile = path.join(runFolder, 'clients.json');
  await writeFile(clientsFile, JSON.stringify({ clients }));
  return launch({
    ...{ name, profile, ready: `http://127.0.0.1:${port}/health/ready` },
    args: [path.join(root, 'scripts/start.mjs')],
    env: {
      ...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${publicPort}`, DATABASE_URL: url },
      ...{ AUTH_SECRET: authSecret, DATA_DIR: dataDir, LOG_LEVEL: 'info', TRUSTED_PROXIES: '127.0.0.1' },
      ...{ CLIENTS_FILE: clientsFile, BENCH_CALLER_SECRET: callerSecret },
    },
  });
}
