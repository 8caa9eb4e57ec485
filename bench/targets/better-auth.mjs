/* better-auth with its device plugin on node:http: session tokens, no refresh tokens. */
import path from 'node:path';
import { each, encode, request } from '../lib/http.mjs';
import { launch } from '../lib/launch.mjs';
import { createDatabase, dropDatabase } from '../lib/postgres.mjs';
import { root } from '../lib/project.mjs';
import { target } from './target.mjs';

const script = path.join(root, 'bench/servers/better-auth.mjs');

export const betterAuth = target({
  ...{ name: 'better-auth', label: 'better-auth, device plugin, node:http', place: 4 },
  ...{ ready: '/api/auth/ok', device: '/api/auth/device/code', token: '/api/auth/device/token' },
  ...{ encoding: 'json', phases: ['poll', 'issue', 'redeem'], kinds: { redeem: '200 token' } },
  async open(bench) {
    await createDatabase(bench.postgres, 'better_auth');
    const { name, port, base, ready } = betterAuth;
    const server = await launch({
      ...{ name, args: [script], profile: bench.profile, ready: base + ready },
      env: { PORT: String(port), DATABASE_URL: bench.postgres.url('better_auth') },
    });
    return {
      ...server,
      stop: () => server.stop().then(() => dropDatabase(bench.postgres, 'better_auth')),
      approve: async (codes) => approve(base, await signUp(base), codes),
    };
  },
});

async function signUp(base) {
  const person = { email: `u${Date.now()}@example.com`, password: 'correct horse', name: 'u' };
  const answer = await request(`${base}/api/auth/sign-up/email`, {
    ...encode('json', person),
    headers: { origin: base },
  });
  if (answer.status !== 200) throw new Error(`better-auth signs nobody up: ${answer.status} ${answer.text}`);
  return answer.headers['set-cookie'].map((cookie) => cookie.split(';')[0]).join('; ');
}

/** As its pages do it: look the code up, then approve it. */
const approve = (base, cookie, codes) =>
  each(codes, 16, async ({ user_code: userCode }) => {
    const headers = { origin: base, cookie };
    await request(`${base}/api/auth/device?user_code=${userCode}`, { method: 'GET', headers });
    const answer = await request(`${base}/api/auth/device/approve`, {
      ...encode('json', { userCode }),
      headers,
    });
    if (answer.status !== 200)
      throw new Error(`better-auth did not approve: ${answer.status} ${answer.text}`);
  });
