import { request } from 'node:http';
import { expect, test } from '../testing/database-test';
import type { RunningServer } from '../testing/server';
import { clientEndpoints, postForm, send } from '../testing/wire';

/** What HTTP itself asks of the protocol endpoints: sizes, methods, paths, headers, and no cookies in either direction. */

const start = '/oauth2/device_authorization';
const posts = clientEndpoints;
const gets = [
  '/oauth2/jwks',
  '/.well-known/jwks.json',
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
  '/health',
  '/health/live',
  '/health/ready',
];
const form = 'application/x-www-form-urlencoded';

test('a body over 64 KiB is 413, declared or chunked, and one of 64 KiB is read', async ({ server }) => {
  for (const path of posts) {
    expect((await big(server, path, 65_537, 'declared')).status).toBe(413);
    expect((await big(server, path, 65_537, 'chunked')).status).toBe(413);
    expect((await big(server, path, 65_536, 'chunked')).status).toBe(400);
    expect((await big(server, path, 65_536, 'declared')).status).toBe(400);
  }
});

/** A form body of this size; the connection may be closed before all of it was taken. */
function big(server: RunningServer, path: string, size: number, how: 'declared' | 'chunked') {
  const body = `client_id=${'x'.repeat(size - 10)}`;
  const length = how === 'declared' ? { 'content-length': size } : { 'transfer-encoding': 'chunked' };
  return new Promise<{ status: number | undefined; headers: Headers }>((resolve, reject) => {
    const sending = request(
      server.url + path,
      { method: 'POST', headers: { 'content-type': form, ...length } },
      (answer) => {
        answer.resume();
        resolve({
          status: answer.statusCode,
          headers: new Headers(answer.headers as Record<string, string>),
        });
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

test('a wrong method is 405, with Allow', async ({ server }) => {
  const cases = [
    ...posts.map((path) => [path, ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], 'POST, OPTIONS'] as const),
    ...gets.map((path) => [path, ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, OPTIONS, HEAD'] as const),
    ['/oauth2/userinfo', ['PUT', 'PATCH', 'DELETE'], 'GET, POST, OPTIONS, HEAD'] as const,
  ];
  for (const [path, methods, allow] of cases)
    for (const method of methods) {
      const answer = await send(server.url + path, { method });
      expect([path, method, answer.status, answer.headers.get('allow')]).toEqual([path, method, 405, allow]);
    }
});

test('an unknown path is 404', async ({ server }) => {
  for (const path of [
    '/oauth2',
    '/oauth2/authorize',
    '/oauth2/token/x',
    '/.well-known/x',
    '/oauth2/..%2ftoken',
    '/%00',
    '/%ff',
  ])
    for (const method of ['GET', 'POST']) {
      const { status } = await send(server.url + path, { method });
      expect([path, [404, 400].includes(status)]).toEqual([path, true]);
    }
});

test('every protocol answer, good or bad, is not stored, not sniffed and sets no cookie', async ({
  server,
}) => {
  const ask = (path: string, body: string, type = form) =>
    send(server.url + path, { method: 'POST', body, headers: { 'content-type': type } });
  const answers = await Promise.all([
    ask(start, 'client_id=doorcode-cli'),
    ...posts.flatMap((path) => [
      ask(path, ''),
      ask(path, 'client_id=doorcode-cli&token=x'),
      ask(path, 'x', 'text/plain'),
      send(server.url + path),
      big(server, path, 65_537, 'declared'),
      big(server, path, 65_537, 'chunked'),
    ]),
    send(`${server.url}/oauth2/userinfo`),
  ]);
  for (const { headers, status } of answers) {
    expect([status, headers.get('cache-control')]).toEqual([status, 'no-store']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.getSetCookie()).toEqual([]);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('a cookie means nothing to a protocol endpoint', async ({ server, person }) => {
  const cookies = await person.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  expect(cookie).toContain('session');
  expect((await send(`${server.url}/oauth2/userinfo`, { headers: { cookie } })).status).toBe(401);
  const session = cookies.find(({ name }) => name.endsWith('session'))!.value;
  const bearer = { authorization: `Bearer ${session}` };
  expect((await send(`${server.url}/oauth2/userinfo`, { headers: bearer })).status).toBe(401);
  for (const path of posts) {
    const answer = await postForm(server, path, {}, { cookie });
    expect([answer.status, ...answer.headers.getSetCookie()]).toEqual([400]);
  }
});

test('an access token opens no page and decides nothing', async ({ server, connect }) => {
  const { tokens } = await connect();
  const headers = { authorization: `Bearer ${tokens.access_token}`, origin: server.url };
  const account = await send(`${server.url}/account`, { headers });
  expect(account.headers.get('location') ?? account.text).toMatch(/login/);
  const decided = await send(`${server.url}/device/decide`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ decision: 'allow' }),
  });
  expect(decided.headers.get('location') ?? '').not.toContain('/device/done');
});
