import { expect, test } from './testing/database-test';
import { decide } from './testing/person';
import { startServer } from './testing/server';
import { type Answer, poll, postForm, refresh, send, startDevice, userinfo } from './testing/wire';

/**
 * I7: the database gone is 503 with Retry-After, never a verdict on what the caller holds; back again, everything goes
 * on without a restart.
 */

const expectOutage = (answer: Answer, what: string) => {
  expect([what, answer.status, answer.body.error]).toEqual([what, 503, 'temporarily_unavailable']);
  expect(Number(answer.headers.get('retry-after')), what).toBeGreaterThan(0);
  expect(answer.headers.get('cache-control'), what).toBe('no-store');
};

test('an outage is told as one by every endpoint, and what a device holds works afterwards', async ({
  server,
  postgres,
  person,
  connect,
}) => {
  const { id, tokens } = await connect();
  const allowed = await startDevice(server);
  await decide(person, allowed.user_code, 'Allow');
  const pending = await startDevice(server);
  const { pid } = server;

  await postgres.stop();
  const client_id = id;
  expectOutage(await postForm(server, '/oauth2/device_authorization', { client_id }), 'device request');
  expectOutage(await poll(server, allowed.device_code), 'poll');
  expectOutage(await refresh(server, tokens.refresh_token!, { client_id }), 'refresh');
  expectOutage(await userinfo(server, tokens.access_token), 'userinfo');
  expectOutage(
    await postForm(server, '/oauth2/revoke', { client_id, token: tokens.refresh_token! }),
    'revoke',
  );
  expectOutage(
    await postForm(server, '/oauth2/introspection', { client_id, token: tokens.access_token }),
    'introspection',
  );
  for (const path of ['/health', '/health/ready', '/oauth2/jwks'])
    expectOutage(await send(server.url + path), path);
  for (const path of ['/health/live', '/.well-known/oauth-authorization-server'])
    expect((await send(server.url + path)).status, path).toBe(200);

  await postgres.start();
  await expect.poll(async () => (await send(`${server.url}/health/ready`)).status).toBe(200);
  expect(server.pid).toBe(pid);
  expect((await userinfo(server, tokens.access_token)).status).toBe(200);
  expect((await poll(server, allowed.device_code)).body.access_token).toBeTruthy();
  expect((await refresh(server, tokens.refresh_token!, { client_id })).body.access_token).toBeTruthy();
  expect((await poll(server, pending.device_code)).body.error).toBe('authorization_pending');
  await decide(person, pending.user_code, 'Allow');
  expect((await poll(server, pending.device_code)).body.access_token).toBeTruthy();
});

test('a page and a form say that it passes, with 503 and Retry-After, and work again afterwards', async ({
  server,
  postgres,
  person,
}) => {
  const device = await startDevice(server);
  await person.goto(device.verification_uri_complete);
  const confirm = new URL(person.url()).pathname + new URL(person.url()).search;
  const { request } = person.context();

  await postgres.stop();
  for (const path of ['/account', '/device', confirm]) {
    const answer = await request.get(path);
    expect([path, answer.status()]).toEqual([path, 503]);
    expect(Number(answer.headers()['retry-after']), path).toBeGreaterThan(0);
  }
  for (const [path, form] of [
    ['/device/enter', { code: device.user_code }],
    ['/login/email', { email: 'someone@example.com' }],
    ['/login/link/use', { email: 'someone@example.com', token: 'x' }],
    ['/logout', {}],
  ] as const) {
    const answer = await request.post(path, { form, headers: { origin: server.url }, maxRedirects: 0 });
    expect([path, answer.status()]).toEqual([path, 503]);
    expect(Number(answer.headers()['retry-after']), path).toBeGreaterThan(0);
  }
  // Without a cookie too: a link whose use fails now is not called expired, since it still works.
  const stranger = await postForm(
    server,
    '/login/link/use',
    { email: 'a@example.com', token: 'x' },
    { origin: server.url },
  );
  expect(stranger.status).toBe(503);
  const clicked = person.waitForResponse((answer) => answer.url().endsWith('/device/decide'));
  await person.getByRole('button', { name: 'Allow' }).click();
  expect((await clicked).status()).toBe(503);

  await postgres.start();
  await expect.poll(async () => (await send(`${server.url}/health/ready`)).status).toBe(200);
  await decide(person, device.user_code, 'Allow');
  expect((await poll(server, device.device_code)).body.access_token).toBeTruthy();
});

test('a server that starts without its database says so and ends, and does not wait for ever', async ({
  database,
  postgres,
  environment,
}) => {
  await postgres.stop();
  await expect(startServer(environment)).rejects.toThrow('The database of DATABASE_URL cannot be used');
  await postgres.start();
  expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
