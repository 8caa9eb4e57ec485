import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createClient } from './testing/clients';
import { test as base, expect } from './testing/database-test';
import { startNextAlone } from './testing/next-alone';
import { root } from './testing/server';
import { type Answer, clientEndpoints, deviceCodeGrant, send } from './testing/wire';

/** design.md §1: the same functions stand behind the front door and behind Next.js alone, and answer alike. */
const test = base.extend<object, { doors: [string, string] }>({
  doors: [
    async ({ server, environment }, use) => {
      const next = await startNextAlone({ ...environment, PUBLIC_URL: server.url });
      await use([server.url, next.url]);
      await next.stop();
    },
    { scope: 'worker' },
  ],
});

const compared = [
  ...['cache-control', 'pragma', 'content-type', 'www-authenticate', 'retry-after', 'allow', 'set-cookie'],
  'location',
];
/** What is random in a good answer. */
const random = new Set(['device_code', 'user_code', 'verification_uri_complete', 'message', 'timestamp']);

const essence = ({ status, headers, text }: Answer) => ({
  status,
  headers: Object.fromEntries(compared.map((name) => [name, headers.get(name)])),
  body: withoutRandom(text),
});
const withoutRandom = (text: string): unknown => {
  if (!text.startsWith('{')) return text;
  const body = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, random.has(name) ? '…' : value]),
  );
};

type Sent = { path: string; method?: string; body?: string; headers?: Record<string, string> };

const expectSame = async (doors: [string, string], sent: Sent) => {
  const { path, ...init } = sent;
  const [front, alone] = await Promise.all(doors.map(async (url) => essence(await send(url + path, init))));
  expect({ sent, ...alone }).toEqual({ sent, ...front });
  return front!;
};

const form = (body: string, headers: Record<string, string> = {}): Omit<Sent, 'path'> => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
});
const json = (body: string) => form(body, { 'content-type': 'application/json' });
const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });

const posts = clientEndpoints;
const gets = [
  ...['/oauth2/jwks', '/.well-known/jwks.json', '/health', '/health/live', '/health/ready'],
  ...['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'],
  '/schemas/clients.json',
  '/brand.css',
];

test('documents, keys and health', async ({ doors }) => {
  for (const path of gets) expect((await expectSame(doors, { path })).status).toBe(200);
});

test('a device request', async ({ doors }) => {
  for (const path of posts.slice(0, 2))
    for (const sent of [form('client_id=doorcode-cli'), json('{"client_id":"doorcode-cli"}')])
      expect((await expectSame(doors, { path, ...sent })).status).toBe(200);
});

test('every method, HEAD and OPTIONS too', async ({ doors }) => {
  for (const path of [...posts, ...gets, '/oauth2/userinfo'])
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])
      await expectSame(doors, { path, method });
});

test('every error of the token endpoint', async ({ doors, server }) => {
  const client_id = await createClient(server, { deviceFlow: false, refresh: false });
  const device = await send(`${server.url}/oauth2/device_authorization`, form('client_id=doorcode-cli'));
  const errors = [
    '',
    'client_id=nobody',
    'client_id=doorcode-cli',
    'client_id=doorcode-cli&grant_type=password',
    'client_id=doorcode-cli&grant_type=device_code',
    'client_id=doorcode-cli&grant_type=refresh_token',
    'client_id=doorcode-cli&grant_type=device_code&device_code=x',
    'client_id=doorcode-cli&grant_type=refresh_token&refresh_token=x',
    `client_id=${client_id}&grant_type=refresh_token&refresh_token=x`,
    `client_id=${client_id}&grant_type=${deviceCodeGrant}&device_code=x`,
    `client_id=doorcode-cli&grant_type=${deviceCodeGrant}&device_code=${device.body.device_code}`,
    `client_id=doorcode-cli&grant_type=${deviceCodeGrant}&device_code=${device.body.device_code}`,
  ];
  const answers = [];
  for (const body of errors) answers.push(await expectSame(doors, { path: '/oauth2/token', ...form(body) }));
  expect(answers.slice(-2).map(({ body }) => (body as { error: string }).error)).toEqual([
    'authorization_pending', // the pace is each process's own
    'slow_down',
  ]);
});

test('every refusal of a body, a content type or a client', async ({ doors }) => {
  const refusals = [
    form('client_id=a&client_id=b'),
    form('client_id=%00'),
    form('client_id=x', { 'content-type': 'text/plain' }),
    form('client_id=doorcode-cli', basic('nobody:x')),
    form('', basic('nobody:x')),
    form('', { authorization: 'Basic %' }),
    json('{'),
    json('[]'),
    json('{"client_id":{}}'),
    { method: 'POST' },
  ];
  for (const path of posts) for (const sent of refusals) await expectSame(doors, { path, ...sent });
});

test('a body over 64 KiB, declared or chunked', async ({ doors }) => {
  for (const path of posts)
    for (const how of ['content-length', 'transfer-encoding'] as const) {
      const [front, alone] = await Promise.all(doors.map((url) => tooBig(url + path, how)));
      expect({ path, how, ...alone }).toEqual({ path, how, ...front });
      expect(front!.status).toBe(413);
    }
});

const tooBig = (url: string, how: 'content-length' | 'transfer-encoding') =>
  new Promise<ReturnType<typeof essence>>((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      [how]: how === 'content-length' ? '70000' : 'chunked',
    };
    const sending = httpRequest(url, { method: 'POST', headers }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      const told = new Headers(answer.headers as Record<string, string>);
      resolve(essence({ status: answer.statusCode!, headers: told, text, body: {} }));
    });
    sending.on('error', reject);
    sending.end('x'.repeat(70_000));
  });

test('userinfo, refresh and revocation of live and dead tokens', async ({ doors, connect }) => {
  const { id, tokens } = await connect();
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const path = '/oauth2/userinfo';
  const live = await expectSame(doors, { path, headers: bearer(tokens.access_token) });
  expect(live.status).toBe(200);
  for (const headers of [{}, bearer('x'), bearer(`dc_${'0'.repeat(49)}`), basic('a:b')])
    for (const method of ['GET', 'POST', 'HEAD'])
      await expectSame(doors, { path, method, headers: headers as Record<string, string> });

  // The second door sees a retry, which gives the same tokens; of the id_token only the time may differ.
  const refreshing = form(`client_id=${id}&grant_type=refresh_token&refresh_token=${tokens.refresh_token}`);
  const [one, two] = [
    await send(`${doors[0]}/oauth2/token`, refreshing),
    await send(`${doors[1]}/oauth2/token`, refreshing),
  ];
  expect(two.body.refresh_token).toBe(one.body.refresh_token);
  expect(Object.keys(two.body)).toEqual(Object.keys(one.body));
  const revoking = form(`client_id=${id}&token=${one.body.refresh_token}`);
  expect((await expectSame(doors, { path: '/oauth2/revoke', ...revoking })).status).toBe(200);
  await expectSame(doors, { path: '/oauth2/token', ...refreshing });
  await expectSame(doors, { path, headers: bearer(String(one.body.access_token)) });
});

test('the admin API: every method, with and without a key, and what is not there', async ({ doors }) => {
  const paths = [
    'users',
    'users/x',
    'organizations',
    'clients/a%2Fb',
    'sessions/x',
    'nothing/here',
    'openapi.json',
  ];
  for (const path of paths.map((one) => `/api/admin/${one}`))
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      for (const headers of [{}, { authorization: `Bearer dc_key_${'0'.repeat(49)}` }])
        await expectSame(doors, { path, method, headers: headers as Record<string, string> });
});

test('the paths of other systems: every method, with nothing sent and with JSON that is no request', async ({
  doors,
}) => {
  const table = readFileSync(join(root, 'server/dialect-routes.ts'), 'utf8');
  const paths = [...table.matchAll(/^ {2}'([^']+)':/gm)].map(([, path]) => path!.replace(/\[\w+\]/g, 'x'));
  expect(paths.length).toBeGreaterThan(25);
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
      await expectSame(doors, { path, method });
    await expectSame(doors, { path, ...json('{"client_id":7}') });
  }
});

test('an outage', async ({ doors, postgres }) => {
  await postgres.stop();
  for (const path of ['/health', '/oauth2/jwks'])
    expect((await expectSame(doors, { path })).status).toBe(503);
  for (const path of posts)
    expect((await expectSame(doors, { path, ...form('client_id=doorcode-cli') })).status).toBe(503);
  await postgres.start();
  for (const url of doors) await expect.poll(async () => (await send(`${url}/health`)).status).toBe(200);
});
