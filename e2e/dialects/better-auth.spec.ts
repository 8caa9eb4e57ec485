import { createAuthClient } from 'better-auth/client';
import { deviceAuthorizationClient } from 'better-auth/client/plugins';
import { createClient } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { decide } from '../testing/person';
import type { RunningServer } from '../testing/server';

/** better-auth's own client, 1.6.33 with its device plugin, as Better Skills' CLI uses it: only the base URL is ours. */

const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const profile = {
  ...{ refresh: false, scopes: ['openid', 'profile', 'email'] },
  ...{ deviceCodeSeconds: 1_800, accessTokenLifetimeSeconds: 604_800, sessionLifetimeSeconds: 604_800 },
};

async function cli(server: RunningServer) {
  const client_id = await createClient(server, profile);
  const auth = createAuthClient({ baseURL: server.url, plugins: [deviceAuthorizationClient()] });
  const start = async () => {
    const { data, error } = await auth.device.code({ client_id, scope: 'openid profile email' });
    expect(error).toBeNull();
    return data!;
  };
  const poll = (device_code: string, as = client_id) =>
    auth.device.token({ grant_type, device_code, client_id: as });
  const session = async (token: string) =>
    auth.getSession({ fetchOptions: { headers: { authorization: `Bearer ${token}` } } });
  return { auth, start, poll, session };
}

test('it signs in, knows who it is, and signs out', async ({ server, person }) => {
  const { start, poll, session } = await cli(server);
  const device = await start();
  expect(device).toMatchObject({ expires_in: 1_800, interval: 5, verification_uri: `${server.url}/device` });
  expect(device.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
  expect((await poll(device.device_code)).error).toMatchObject({
    error: 'authorization_pending',
    status: 400,
  });
  expect((await poll(device.device_code)).error).toMatchObject({ error: 'slow_down', status: 400 });

  await person.goto(device.verification_uri_complete);
  await expect(person.getByText(device.user_code.replace(/^..../, '$&-'))).toBeVisible();
  await person.getByRole('button', { name: 'Allow' }).click();
  await expect(person.getByText('You can return to your device')).toBeVisible();
  const { data: tokens, error } = await poll(device.device_code);
  expect(error).toBeNull();
  expect(tokens).toMatchObject({ token_type: 'Bearer', scope: 'openid profile email' });
  expect(tokens!.expires_in).toBeGreaterThan(604_000);
  expect((await poll(device.device_code)).error).toMatchObject({ error: 'invalid_grant' });

  const { data } = await session(tokens!.access_token);
  expect(data?.user).toMatchObject({ email: expect.stringMatching(/@example\.com$/), emailVerified: true });
  expect(data?.session).toMatchObject({ token: tokens!.access_token, userId: data?.user.id });
  expect(new Date(data!.session.expiresAt).getTime()).toBeGreaterThan(Date.now() + 604_000_000);

  // Better Skills' CLI: neither a body nor a content type.
  const headers = { authorization: `${tokens!.token_type} ${tokens!.access_token}` };
  const out = await fetch(`${server.url}/api/auth/sign-out`, { method: 'POST', headers });
  expect([out.status, await out.json()]).toEqual([200, { success: true }]);
  expect(await session(tokens!.access_token)).toEqual({ data: null, error: null });
});

test('it is told in the way it expects when it fails', async ({ server, person }) => {
  const { auth, start, poll, session } = await cli(server);
  const device = await start();
  const other = await createClient(server, profile);
  expect((await poll(device.device_code, other)).error).toMatchObject({
    error: 'invalid_grant',
    status: 400,
  });
  expect((await poll('x'.repeat(40))).error).toMatchObject({ error: 'invalid_grant', status: 400 });
  await decide(person, device.user_code, 'Deny');
  const denied = await poll(device.device_code);
  expect(denied).toMatchObject({ data: null, error: { error: 'access_denied', status: 400 } });
  expect(denied.error?.error_description).toBeTruthy();
  const unknown = await auth.device.code({ client_id: 'nobody' });
  expect(unknown.error).toMatchObject({ error: 'invalid_client', status: 400 });
  expect(await session('nothing')).toEqual({ data: null, error: null });
});

test('a page on our origin asks for the code, allows it, and may not do so for another', async ({
  server,
  person,
}) => {
  const { auth, start, poll } = await cli(server);
  const [device, unasked] = [await start(), await start()];
  await person.goto('/account');
  const ask = (path: string, body?: object) =>
    person.evaluate(
      async ([path, body]) => {
        const type = { 'content-type': 'application/json' };
        const init = body ? { method: 'POST', headers: type, body: JSON.stringify(body) } : {};
        const answer = await fetch(`/api/auth${path}`, init);
        return { status: answer.status, body: await answer.json() };
      },
      [path, body] as const,
    );
  expect(await ask(`/device?user_code=${device.user_code}`)).toMatchObject({
    status: 200,
    body: { user_code: device.user_code, status: 'pending', scope: 'openid profile email' },
  });
  expect(await ask('/device/approve', { userCode: unasked.user_code })).toMatchObject({
    ...{ status: 403, body: { error: 'access_denied' } },
  });
  expect(await ask('/device/approve', { userCode: device.user_code })).toEqual({
    ...{ status: 200, body: { success: true } },
  });
  expect((await ask(`/device?user_code=${device.user_code}`)).body.status).toBe('approved');
  const { data } = await poll(device.device_code);
  expect(data?.access_token).toBeTruthy();

  // A device never signs another one in.
  const approved = await auth.device.approve({
    userCode: unasked.user_code,
    fetchOptions: { headers: { authorization: `Bearer ${data!.access_token}` } },
  });
  expect(approved.error).toMatchObject({ error: 'unauthorized', status: 401 });
  expect((await poll(unasked.device_code)).error).toMatchObject({ error: 'authorization_pending' });
});
