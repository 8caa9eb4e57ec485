import { createOAuthDeviceAuth } from '@octokit/auth-oauth-device';
import { refreshToken } from '@octokit/oauth-methods';
import { request } from '@octokit/request';
import { type ClientOptions, createClient } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { decide } from '../testing/person';
import type { RunningServer } from '../testing/server';
import { postForm, userinfo } from '../testing/wire';

/** GitHub's own client of its device flow, set to a GitHub Enterprise whose address is ours. */
const at = ({ url }: RunningServer) => request.defaults({ baseUrl: `${url}/api/v3` });
const profile: ClientOptions = { intervalSeconds: 1, refresh: false, scopes: ['openid', 'profile', 'email'] };

test('an OAuth app waits until the person has allowed it', async ({ server, person }) => {
  const clientId = await createClient(server, profile);
  const asked: number[] = [];
  let deciding = Promise.resolve();
  const auth = createOAuthDeviceAuth({
    ...{ clientType: 'oauth-app', clientId, scopes: ['openid', 'email'], request: at(server) },
    onVerification: ({ user_code, verification_uri, interval }) => {
      expect(verification_uri).toBe(`${server.url}/device`);
      asked.push(interval);
      // Not awaited here: its first poll finds that nobody has decided.
      deciding = decide(person, user_code, 'Allow');
    },
  });
  const authentication = await auth({ type: 'oauth' });
  await deciding;
  expect(authentication).toMatchObject({ type: 'token', tokenType: 'oauth', scopes: ['openid', 'email'] });
  expect((await userinfo(server, authentication.token)).status).toBe(200);
  // The same scopes again are answered from what it keeps.
  expect((await auth({ type: 'oauth' })).token).toBe(authentication.token);
  expect(asked).toEqual([1]);
});

test('a GitHub App has a refresh token, and uses it', async ({ server, person }) => {
  const clientId = await createClient(server, { ...profile, refresh: true });
  const auth = createOAuthDeviceAuth({
    ...{ clientType: 'github-app', clientId, request: at(server) },
    onVerification: ({ user_code }) => decide(person, user_code, 'Allow'),
  });
  const first = await auth({ type: 'oauth' });
  if (!('refreshToken' in first)) throw new Error('it has no refresh token');
  expect(Date.parse(first.refreshTokenExpiresAt)).toBeGreaterThan(Date.parse(first.expiresAt));
  const { authentication: next } = await refreshToken({
    ...{ clientType: 'github-app', clientId, clientSecret: '', refreshToken: first.refreshToken },
    request: at(server),
  });
  expect(next.refreshToken).not.toBe(first.refreshToken);
  expect((await userinfo(server, next.token)).status).toBe(200);
});

test('a denial, an unknown client and an unknown refresh token are thrown', async ({ server, person }) => {
  const clientId = await createClient(server, { ...profile, refresh: true });
  const denied = createOAuthDeviceAuth({
    ...{ clientType: 'oauth-app', clientId, request: at(server) },
    onVerification: ({ user_code }) => decide(person, user_code, 'Deny'),
  });
  await expect(denied({ type: 'oauth' })).rejects.toMatchObject({
    response: { status: 200, data: { error: 'access_denied' } },
  });
  const unknown = createOAuthDeviceAuth({
    ...{ clientType: 'oauth-app', clientId: 'nobody', request: at(server) },
    onVerification: () => {},
  });
  await expect(unknown({ type: 'oauth' })).rejects.toMatchObject({
    response: { data: { error: 'incorrect_client_credentials' } },
  });
  await expect(
    refreshToken({
      ...{ clientType: 'github-app', clientId, clientSecret: '', refreshToken: 'x' },
      request: at(server),
    }),
  ).rejects.toMatchObject({ response: { data: { error: 'bad_refresh_token' } } });
});

test('whoever does not ask for JSON is answered with a form', async ({ server, person }) => {
  const client_id = await createClient(server, profile);
  const started = await postForm(server, '/login/device/code', { client_id });
  const device = new URLSearchParams(started.text);
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const fields = { client_id, grant_type, device_code: device.get('device_code')! };
  const poll = async () => {
    const { status, headers, text } = await postForm(server, '/login/oauth/access_token', fields);
    expect([status, headers.get('content-type')]).toEqual([
      200,
      'application/x-www-form-urlencoded; charset=utf-8',
    ]);
    return new URLSearchParams(text);
  };
  expect((await poll()).get('error')).toBe('authorization_pending');
  await decide(person, device.get('user_code')!, 'Allow');
  const tokens = await poll();
  expect(tokens.get('token_type')).toBe('bearer');
  expect((await userinfo(server, tokens.get('access_token')!)).status).toBe(200);
});
