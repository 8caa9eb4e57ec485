import { decodeJwt } from 'jose';
import { createClient } from './testing/clients';
import { test as base, expect } from './testing/database-test';
import {
  allowByForm,
  decideByForm,
  enterByForm,
  type FormPerson,
  signInByForms,
} from './testing/form-person';
import { makeAdmin } from './testing/people';
import { forgetUsedCodes, liftGuessLimit, setUpAppByForms } from './testing/second-factor';
import { type RunningServer, startServer } from './testing/server';
import { type Answer, poll, refresh, startDevice, userinfo } from './testing/wire';

/** Two server processes on one database: which node answers never matters. */
const test = base.extend<object, { other: RunningServer; nodes: RunningServer[] }>({
  other: [
    async ({ server, environment }, use) => {
      const other = await startServer({ ...environment, PUBLIC_URL: server.url });
      await use(other);
      await other.stop();
    },
    { scope: 'worker' },
  ],
  nodes: [async ({ server, other }, use) => use([server, other]), { scope: 'worker' }],
});

const spread = <Result>(
  count: number,
  nodes: RunningServer[],
  act: (node: RunningServer) => Promise<Result>,
) => Promise.all(Array.from({ length: count }, (_, i) => act(nodes[i % nodes.length]!)));

const tally = (answers: Answer[]) => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const kind = status === 200 ? 'tokens' : String(body.error);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};

test('200 parallel redemptions over two nodes: one token set, and it stays valid on both', async ({
  server,
  nodes,
}) => {
  const person = await signInByForms(server);
  const device = await startDevice(server);
  await allowByForm(person, device.user_code);
  const answers = await spread(200, nodes, (node) => poll(node, device.device_code));
  expect(tally(answers)).toEqual({ tokens: 1, invalid_grant: 199 });
  const tokens = answers.find(({ status }) => status === 200)!.body as Record<string, string>;
  for (const node of nodes)
    expect((await userinfo(node, tokens.access_token!)).body.email).toBe(person.email);
  expect((await refresh(nodes[1]!, tokens.refresh_token!)).status).toBe(200);
});

for (const accessTokenFormat of ['opaque', 'jwt'] as const)
  test(`100 parallel refreshes over two nodes never fork the family, and reuse ends it everywhere: ${accessTokenFormat}`, async ({
    server,
    nodes,
    database,
  }) => {
    const client_id = await createClient(server, { accessTokenFormat });
    const device = await startDevice(server, { client_id });
    await allowByForm(await signInByForms(server), device.user_code);
    const first = (await poll(server, device.device_code, { client_id })).body as Record<string, string>;
    const answers = await spread(100, nodes, (node) => refresh(node, first.refresh_token!, { client_id }));
    expect(tally(answers)).toEqual({ tokens: 100 });
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    // The bytes of a signature differ, what is signed does not.
    const tokenOf = (token: unknown) => (accessTokenFormat === 'jwt' ? decodeJwt(String(token)).jti : token);
    expect(new Set(answers.map(({ body }) => tokenOf(body.access_token))).size).toBe(1);
    const next = await refresh(nodes[1]!, String(answers[0]!.body.refresh_token), { client_id });
    expect(next.status).toBe(200);

    await database.query(
      "UPDATE refresh_tokens SET used_at = used_at - interval '11 s' WHERE session_id IN (SELECT id FROM sessions WHERE client_id = $1)",
      [client_id],
    );
    expect((await refresh(nodes[0]!, first.refresh_token!, { client_id })).body.error).toBe('invalid_grant');
    for (const node of nodes) {
      for (const { access_token } of [first, answers[0]!.body, next.body])
        expect((await userinfo(node, String(access_token))).status).toBe(401);
      expect((await refresh(node, String(next.body.refresh_token), { client_id })).body.error).toBe(
        'invalid_grant',
      );
    }
  });

/** The node that did not decide hears of it within milliseconds; until then it says that it is pending (lib/device/remembered.ts). */
async function pollUntilHeard(...of: Parameters<typeof poll>) {
  for (;;) {
    const answer = await poll(...of);
    if (!['authorization_pending', 'slow_down'].includes(String(answer.body.error))) return answer;
  }
}

test('Allow against Deny on different nodes, 200 times: one wins, and the device hears that one', async ({
  server,
  nodes,
}) => {
  const person = await signInByForms(server);
  const rounds = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const heard: string[] = [];
      for (let round = 0; round < 50; round++) {
        const device = await startDevice(server);
        const entered = await enterByForm(person, device.user_code);
        await Promise.all([
          decideByForm(person, entered, 'allow', nodes[round % 2]),
          decideByForm(person, entered, 'deny', nodes[(round + 1) % 2]),
        ]);
        const answers = [
          await pollUntilHeard(nodes[0]!, device.device_code),
          await pollUntilHeard(nodes[1]!, device.device_code),
        ];
        heard.push(Object.keys(tally(answers)).sort().join(' and '));
      }
      return heard;
    }),
  );
  const heard = rounds.flat();
  expect(heard).toHaveLength(200);
  // Allowed: the first poll has the tokens and the second comes too late. Denied: both hear it.
  expect(heard.filter((one) => one !== 'access_denied' && one !== 'invalid_grant and tokens')).toEqual([]);
});

test('of two people who allow one code on two nodes, the tokens are the winner’s', async ({
  server,
  nodes,
}) => {
  const [ann, bob] = [await signInByForms(server), await signInByForms(server)];
  for (let round = 0; round < 20; round++) {
    const device = await startDevice(server);
    const entered = await Promise.all([ann, bob].map((person) => enterByForm(person, device.user_code)));
    const done = await Promise.all([
      decideByForm(ann, entered[0]!, 'allow', nodes[round % 2]),
      decideByForm(bob, entered[1]!, 'allow', nodes[(round + 1) % 2]),
    ]);
    const pages = [await ann.get(done[0]), await bob.get(done[1])];
    const winners = [ann, bob].filter((_, i) => pages[i]!.includes('You can return'));
    expect(winners).toHaveLength(1);
    const { access_token } = (await poll(server, device.device_code)).body as Record<string, string>;
    expect((await userinfo(server, access_token!)).body.email).toBe(winners[0]!.email);
  }
});

test('what is signed out on one node is dead on the other at the next call', async ({ server, nodes }) => {
  const person = await signInByForms(server);
  const device = await startDevice(server);
  await allowByForm(person, device.user_code);
  const tokens = (await poll(server, device.device_code)).body as Record<string, string>;
  expect((await userinfo(nodes[1]!, tokens.access_token!)).status).toBe(200);
  await person.post('/account/devices/sign-out-all', {}, nodes[0]);
  expect((await userinfo(nodes[1]!, tokens.access_token!)).status).toBe(401);
  expect((await refresh(nodes[1]!, tokens.refresh_token!)).body.error).toBe('invalid_grant');
});

test('what an administrator revokes on one node is dead on the other at the next call', async ({
  server,
  nodes,
  database,
}) => {
  const [person, admin] = [await signInByForms(server), await signInByForms(server)];
  await makeAdmin(database, admin.email);
  const device = await startDevice(server);
  await allowByForm(person, device.user_code);
  const tokens = (await poll(server, device.device_code)).body as Record<string, string>;
  expect((await userinfo(nodes[1]!, tokens.access_token!)).status).toBe(200);
  const [session] = await database.query<{ id: string }>(
    'SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1',
    [person.email],
  );
  const led = await admin.post('/admin/sessions/revoke/selected', { sessions: session!.id }, nodes[0]);
  expect((await userinfo(nodes[1]!, tokens.access_token!)).status).toBe(401);
  expect(led).toContain('notice=revoked');
  expect((await refresh(nodes[1]!, tokens.refresh_token!)).body.error).toBe('invalid_grant');
});

/** Somebody with an app, and browsers of theirs that owe it. One after the other: they share a mailbox. */
async function owingBrowsers(server: RunningServer, count: number) {
  const person = await signInByForms(server);
  const factors = await setUpAppByForms(person);
  const browsers: FormPerson[] = [];
  for (let i = 0; i < count; i++) browsers.push(await signInByForms(server, person.email));
  /** Each of the tries from another browser than the one before, and on the other node. Returns where they lead. */
  const give = (tries: number, nodes: RunningServer[], factor: 'code' | 'recovery', code: string) =>
    Promise.all(
      Array.from({ length: tries }, (_, i) => {
        const node = nodes[Math.floor(i / count) % nodes.length]!;
        return browsers[i % count]!.post(`/login/mfa/${factor}`, { code, next: '/account' }, node);
      }),
    );
  return { person, browsers, give, ...factors };
}

for (const factor of ['code', 'recovery'] as const)
  test(`50 parallel uses of one ${factor === 'code' ? 'code of an authenticator app' : 'recovery code'}, from 5 browsers over two nodes: one gets in`, async ({
    server,
    nodes,
    database,
  }) => {
    const { person, give, app, recoveryCodes } = await owingBrowsers(server, 5);
    await forgetUsedCodes(database);
    // So that it is the code's single use that refuses them, and not the limit of guesses.
    await liftGuessLimit(database, person.email);
    const led = await give(50, nodes, factor, factor === 'code' ? app.shows() : recoveryCodes[0]!);
    expect(led.filter((path) => path === '/account')).toHaveLength(1);
    // The winner's session has a new token then: what else that browser sent may come too late for the old one.
    const refused = /^\/login\/mfa\?.*error=wrong(_recovery)?(&|$)|^\/login\?next=/;
    expect(led.filter((path) => path !== '/account' && !refused.test(path))).toEqual([]);
    const [stronger] = await database.query<{ count: string }>(
      `SELECT count(*) FROM browser_sessions s JOIN users u ON u.id = s.user_id
        WHERE u.email = $1 AND s.second_factor_at IS NOT NULL`,
      [person.email],
    );
    expect(stronger!.count, 'that of the winner, and the one that set the app up').toBe('2');
  });

test('guesses from 4 browsers over two nodes stop at 10 for the account, on both nodes', async ({
  server,
  nodes,
  database,
}) => {
  const { browsers, give, app } = await owingBrowsers(server, 4);
  const led = await give(40, nodes, 'code', '000000');
  expect(led.filter((path) => path.includes('error=wrong'))).toHaveLength(10);
  expect(led.filter((path) => path.includes('error=limited'))).toHaveLength(30);
  await forgetUsedCodes(database);
  for (const [i, node] of nodes.entries())
    expect(await browsers[i]!.post('/login/mfa/code', { code: app.shows() }, node)).toContain(
      'error=limited',
    );
});
