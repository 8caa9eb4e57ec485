import { expect, test } from 'vitest';
import { discover } from './discovery.js';
import { revokeToken } from './revoke.js';
import { client, failureOf, startFakeServer } from './testing/setting.js';
import { fetchUser } from './userinfo.js';

test('whom a token belongs to is asked with the token, and answered as inert text', async () => {
  const fake = await startFakeServer();
  const server = await discover(fake.url);
  fake.script.userinfo = { body: { sub: 'usr_1', name: '\x1b]0;owned\x07Ada\u202E', email: 7 } };
  expect(await fetchUser(server, client, 'dc_a')).toEqual({ sub: 'usr_1', name: 'Ada' });
  expect(fake.to('/oauth2/userinfo')[0]?.authorization).toBe('Bearer dc_a');
});

test('a token that is no longer accepted is named so, whatever the server adds', async () => {
  const fake = await startFakeServer();
  const server = await discover(fake.url);
  for (const headers of [{}, { 'www-authenticate': 'Bearer error="invalid_token"' }]) {
    fake.script.userinfo = { status: 401, headers: headers as Record<string, string> };
    expect(await failureOf(fetchUser(server, client, 'dc_a'))).toMatchObject({ code: 'invalid_token' });
  }
});

test('a revocation names the token and its kind', async () => {
  const fake = await startFakeServer();
  await revokeToken(await discover(fake.url), client, 'dc_rt_0', { tokenTypeHint: 'refresh_token' });
  expect(fake.to('/oauth2/revoke')[0]?.form).toEqual({
    token: 'dc_rt_0',
    token_type_hint: 'refresh_token',
    client_id: 'acme-cli',
  });
});
