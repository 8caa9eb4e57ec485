/* The floors: bare node:http with a fixed answer, and with one prepared statement per request. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { launch } from '../lib/launch.mjs';
import { createDatabase, dropDatabase, settle, withClient } from '../lib/postgres.mjs';
import { root } from '../lib/project.mjs';
import { callerAuthorization, target } from './target.mjs';

const script = path.join(root, 'bench/servers/floor.mjs');
const sha256 = (text) => createHash('sha256').update(text).digest();
const codes = (kind, count) => Array.from({ length: count }, (_, index) => `${kind}-${index}-of-the-floor`);

const start = ({ name, port, base }, { profile }, DATABASE_URL) =>
  launch({
    ...{ name, args: [script], profile, ready: `${base}/ready` },
    env: { PORT: String(port), DATABASE_URL, CALLER: callerAuthorization },
  });

const bare = target({
  ...{ name: 'floor-bare', label: 'bare node:http, a fixed answer', place: 0, phases: ['poll'] },
  ...{ device: '/device', token: '/fixed' },
  open: async (bench) => ({
    ...(await start(bare, bench, bench.postgres.url('postgres'))),
    pendingCodes: async (count) => codes('pending', count),
  }),
});

const http = target({
  ...{ name: 'floor-http', label: 'node:http and one prepared statement', place: 1 },
  ...{ device: '/device', token: '/token', introspection: '/introspect' },
  phases: ['poll', 'issue', 'redeem', 'refresh', 'refresh-later', 'introspect'],
  async open(bench) {
    await createDatabase(bench.postgres, 'floor_http');
    const url = bench.postgres.url('floor_http');
    const { tables } = await import('../servers/floor-store.mjs');
    await withClient(url, (client) => client.query(tables));
    const server = await start(http, bench, url);
    const insert = async (kind, count, text) => {
      const all = codes(kind, count);
      await withClient(url, (client) => client.query(text, [all.map(sha256)]));
      await settle(url);
      return all;
    };
    return {
      ...server,
      stop: () => server.stop().then(() => dropDatabase(bench.postgres, 'floor_http')),
      pendingCodes: (count) =>
        insert(
          'pending',
          count,
          `INSERT INTO device_codes (hash, user_code, client_id, scope, expires_at)
           SELECT hash, 'code-' || n, 'cli', 'api offline_access', now() + interval '3 hours'
             FROM unnest($1::bytea[]) WITH ORDINALITY AS made (hash, n)`,
        ),
      refreshTokens: (count) =>
        insert(
          'refresh',
          count,
          `INSERT INTO refresh_tokens (hash, client_id, user_id, scope, expires_at)
           SELECT unnest($1::bytea[]), 'cli', 'u1', 'api offline_access', now() + interval '30 days'`,
        ),
      accessTokens: (count) =>
        insert(
          'access',
          count,
          `INSERT INTO access_tokens (hash, client_id, user_id, scope, expires_at)
           SELECT unnest($1::bytea[]), 'cli', 'u1', 'api offline_access', now() + interval '1 hour'`,
        ),
      approve: (issued) =>
        withClient(url, (client) =>
          client.query(
            "UPDATE device_codes SET status = 'approved', user_id = 'u1' WHERE user_code = ANY ($1)",
            [issued.map((one) => one.user_code)],
          ),
        ),
    };
  },
});

export const floors = [bare, http];
