import { decodeJwt } from 'jose';
import { createClient } from './testing/clients';
import { test as base, expect } from './testing/database-test';
import { allowByForm, decideByForm, enterByForm, signInByForms } from './testing/form-person';
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
          await poll(nodes[0]!, device.device_code),
          await poll(nodes[1]!, device.device_code),
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
