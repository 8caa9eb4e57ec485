import type { Page } from '@playwright/test';
import { expect, test } from '../testing/database-test';
import type { RunningServer } from '../testing/server';
import { send } from '../testing/wire';

/**
 * What OpenSkill's CLI, osk, sends, request by request: it has no library that could be run here. It names no client, and
 * says what it is in one string.
 */
const osk = (server: RunningServer) => {
  const post = (path: string, body: object) =>
    send(server.url + path, {
      ...{ method: 'POST', body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json', 'user-agent': 'osk/0.1.0' },
    });
  return {
    start: async () =>
      (await post('/api/auth/device/code', { client_info: 'osk/0.1.0 linux' })).body as Record<
        string,
        string
      >,
    poll: (device_code: unknown) => post('/api/auth/device/token', { device_code }),
    refresh: (refresh_token: unknown) => post('/api/auth/refresh', { refresh_token }),
    revoke: (refresh_token: unknown) => post('/api/auth/revoke', { refresh_token }),
    me: (token: unknown) =>
      send(`${server.url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } }),
  };
};

/** It opens the link with the code in it: the person only answers. */
async function answer(person: Page, link: string, button: 'Allow' | 'Deny') {
  await person.goto(link);
  await expect(person.getByText('osk', { exact: true }).first()).toBeVisible();
  await person.getByRole('button', { name: button }).click();
  await person.getByRole('link', { name: 'See your devices' }).waitFor();
}

test('osk login, whoami, a refresh, and logout', async ({ server, person }) => {
  const { start, poll, refresh, revoke, me } = osk(server);
  const device = await start();
  expect(device).toMatchObject({
    verification_uri: `${server.url}/auth/device`,
    expires_in: 900,
    interval: 5,
  });
  expect(await poll(device.device_code)).toMatchObject({
    status: 400,
    body: { error: 'authorization_pending' },
  });
  await answer(person, device.verification_uri_complete!, 'Allow');
  const first = await poll(device.device_code);
  expect(first).toMatchObject({ status: 200, body: { expires_in: 86_400 } });
  expect(first.body.access_token).toMatch(/^osk_/);

  const { status, body } = await me(first.body.access_token);
  expect([status, body]).toEqual([
    200,
    {
      user: {
        id: expect.any(String),
        name: expect.any(String),
        email: expect.stringMatching(/@example\.com$/),
      },
    },
  ]);
  const next = await refresh(first.body.refresh_token);
  expect(next).toMatchObject({ status: 200, body: { expires_in: 86_400 } });
  expect((await me(next.body.access_token)).status).toBe(200);
  expect(await revoke(next.body.refresh_token)).toMatchObject({ status: 200, body: { success: true } });
  expect((await me(next.body.access_token)).status).toBe(401);
  expect((await refresh(next.body.refresh_token)).status).toBe(401);
});

test('osk login that is denied, too fast, unknown', async ({ server, person }) => {
  const { start, poll, refresh } = osk(server);
  const device = await start();
  await poll(device.device_code);
  expect(await poll(device.device_code)).toMatchObject({ status: 400, body: { error: 'slow_down' } });
  await answer(person, device.verification_uri_complete!, 'Deny');
  expect(await poll(device.device_code)).toMatchObject({ status: 400, body: { error: 'access_denied' } });
  expect(await poll('x'.repeat(43))).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect((await refresh('osk_rt_never')).status).toBe(401);
});
