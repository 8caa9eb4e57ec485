/* oidc-provider over PostgreSQL, and in memory (which loses all of it at a restart). */
import path from 'node:path';
import { encode, request } from '../lib/http.mjs';
import { launch } from '../lib/launch.mjs';
import { createDatabase, dropDatabase, settle, withClient } from '../lib/postgres.mjs';
import { root } from '../lib/project.mjs';
import { callerSecret, target } from './target.mjs';

const script = path.join(root, 'bench/servers/oidc.mjs');
const common = {
  ...{ ready: '/.well-known/openid-configuration', device: '/device/auth', token: '/token' },
  ...{ introspection: '/token/introspection', phases: ['poll', 'issue', 'redeem', 'refresh', 'introspect'] },
};

async function start({ name, port, base, ready }, { profile }, env) {
  const server = await launch({
    ...{ name, args: [script], profile, ready: base + ready },
    env: { PORT: String(port), CALLER_SECRET: callerSecret, ...env },
  });
  return { ...server, approve: (codes) => approve(base, codes) };
}

async function approve(base, codes) {
  for (let from = 0; from < codes.length; from += 100) {
    const some = codes.slice(from, from + 100).map((one) => one.user_code);
    const { body } = encode('json', some);
    const answer = await request(`${base}/approve-for-the-benchmark`, { body });
    if (answer.status !== 200) throw new Error(`oidc-provider did not approve: ${answer.status}`);
  }
}

const memory = target({
  ...common,
  ...{ name: 'oidc-memory', label: 'oidc-provider, in memory', place: 3 },
  open: (bench) => start(memory, bench, { STORE: 'memory' }),
});

const postgres = target({
  ...common,
  ...{ name: 'oidc-pg', label: 'oidc-provider over PostgreSQL', place: 2 },
  async open(bench) {
    await createDatabase(bench.postgres, 'oidc');
    const url = bench.postgres.url('oidc');
    const { tables } = await import('../servers/oidc-adapters.mjs');
    await withClient(url, (client) => client.query(tables));
    await settle(url);
    const server = await start(postgres, bench, { DATABASE_URL: url });
    return { ...server, stop: () => server.stop().then(() => dropDatabase(bench.postgres, 'oidc')) };
  },
});

export const oidc = [postgres, memory];
