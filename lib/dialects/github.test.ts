import { beforeAll, describe, expect, test } from 'vitest';
import { presetProfile } from '@/lib/clients/presets';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import { decide, deviceOf, expectInEachState } from '@/lib/testing/device-states';
import { createClient, createSignedInPerson, start } from '@/lib/testing/factories';
import { send, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();

let client: Client;
beforeAll(async () => {
  client = await createClient({ ...presetProfile('github'), name: 'gh', refresh: true });
});

const json = { accept: 'application/json' };
const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const code = (form: Record<string, string> = {}, headers: Record<string, string> = json) =>
  send('POST', '/login/device/code', { form: { client_id: client.id, ...form }, headers });
const tokens = (form: Record<string, string>, headers: Record<string, string> = json) =>
  send('POST', '/login/oauth/access_token', { form: { client_id: client.id, grant_type, ...form }, headers });
const failure = (error: string, { status = 200, ...more }: { status?: number; interval?: number } = {}) => ({
  status,
  body: {
    error,
    error_description: expect.any(String),
    error_uri: expect.stringMatching(/^https:/),
    ...more,
  },
});

describe('a poll: errors are 200', () => {
  expectInEachState(
    {
      clock,
      client: async () => client,
      start: async () => deviceOf(await code()),
      poll: ({ id }, device_code) =>
        tokens({ client_id: id, ...(device_code === null ? {} : { device_code }) }),
      pollAsText: (_client, text) =>
        send('POST', '/login/oauth/access_token', {
          text,
          headers: { ...json, 'content-type': 'text/plain' },
        }),
    },
    {
      pending: failure('authorization_pending'),
      too_fast: failure('slow_down', { interval: 10 }),
      denied: failure('access_denied'),
      expired: failure('expired_token'),
      unknown: failure('incorrect_device_code'),
      another_clients: failure('incorrect_device_code'),
      used: failure('incorrect_device_code'),
      no_device_code: failure('invalid_request'),
      wrong_type: failure('unsupported_media_type', { status: 415 }),
      disabled_person: failure('incorrect_device_code'),
    },
    ({ userId }) => prisma().user.update({ where: { id: userId }, data: { disabledAt: start } }),
  );

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'incorrect_client_credentials'],
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'bad_refresh_token'],
  ])('%s: %s', async (_what, form, error) => {
    expect(await tokens(form as Record<string, string>)).toMatchObject(failure(error));
  });

  test('a client without the device flow', async () => {
    const { id } = await createClient({ deviceFlow: false });
    expect(await code({ client_id: id })).toMatchObject(failure('device_flow_disabled'));
  });
});

test('unless JSON is asked for, answers are forms, failures too', async () => {
  const started = await code({}, {});
  expect(started.headers.get('content-type')).toBe('application/x-www-form-urlencoded; charset=utf-8');
  const device = new URLSearchParams(started.text);
  expect(device.get('user_code')).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  expect(device.get('expires_in')).toBe('900');
  const pending = await tokens({ device_code: device.get('device_code')! }, { accept: '*/*' });
  expect(pending.status).toBe(200);
  expect(new URLSearchParams(pending.text).get('error')).toBe('authorization_pending');
});

test('what is sent in the address counts where there is no body, as some of GitHub’s clients do it', async () => {
  const started = await send('POST', `/login/device/code?client_id=${client.id}&scope=openid`, {
    headers: json,
  });
  expect(started.status).toBe(200);
  const query = new URLSearchParams({
    client_id: client.id,
    device_code: started.body.device_code,
    grant_type,
  });
  const polled = await send('POST', `/login/oauth/access_token?${query}`, { headers: json });
  expect(polled).toMatchObject(failure('authorization_pending'));
  // Beside a body the address counts for nothing.
  expect(
    await send('POST', `/login/device/code?client_id=${client.id}`, { form: {}, headers: json }),
  ).toMatchObject(failure('invalid_request'));
});

test('JSON is taken as well as a form', async () => {
  const answer = await send('POST', '/login/device/code', { json: { client_id: client.id }, headers: json });
  expect(answer.status).toBe(200);
});

test('tokens have a scope, which is a string, and are refreshed as a GitHub App’s are', async () => {
  const { body } = await code({ scope: 'repo openid' });
  await decide(await createSignedInPerson(), body.user_code, 'allow');
  const given = await tokens({ device_code: body.device_code });
  expect(given.headers.get('cache-control')).toBe('no-store');
  expect(given.body).toMatchObject({ token_type: 'bearer', scope: 'openid', expires_in: 30 * 86_400 });
  const refreshing = { grant_type: 'refresh_token', refresh_token: given.body.refresh_token };
  expect(await tokens(refreshing)).toMatchObject({
    status: 200,
    body: { access_token: expect.any(String), refresh_token_expires_in: 30 * 86_400, scope: 'openid' },
  });
});
