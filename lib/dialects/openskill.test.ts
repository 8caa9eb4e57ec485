import { beforeAll, describe, expect, test } from 'vitest';
import { openSkillClient } from '@/lib/clients/own-client';
import { createClientOnce, findClient } from '@/lib/clients/store';
import { sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { decide, deviceOf, expectInEachState } from '@/lib/testing/device-states';
import { contextAt, createClient, createSignedInPerson, createTokens, start } from '@/lib/testing/factories';
import { type Answer, bearer, get, post, send, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();
beforeAll(() => createClientOnce(openSkillClient));

const code = (body: unknown = {}) => post('/api/auth/device/code', body);
const poll = (device_code: string) => post('/api/auth/device/token', { device_code });
const failure = (status: number, error: string, more: object = {}) => ({
  status,
  body: { error, error_description: expect.any(String), ...more },
});

describe('a poll, which names neither a client nor a grant type', () => {
  expectInEachState(
    {
      clock,
      client: async () => (await findClient(contextAt(start), openSkillClient.id))!,
      start: async () => deviceOf(await code()),
      // Whoever names another client is better-auth's.
      poll: (client, device_code) =>
        post('/api/auth/device/token', {
          ...(device_code === null ? {} : { device_code }),
          ...(client.id === openSkillClient.id
            ? {}
            : { client_id: client.id, grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }),
        }),
      pollAsText: (_client, device_code) =>
        send('POST', '/api/auth/device/token', {
          text: device_code,
          headers: { 'content-type': 'text/plain' },
        }),
    },
    {
      pending: failure(400, 'authorization_pending'),
      too_fast: failure(400, 'slow_down', { interval: 10 }),
      denied: failure(400, 'access_denied'),
      expired: failure(400, 'expired_token'),
      unknown: failure(400, 'invalid_grant'),
      another_clients: failure(400, 'invalid_grant'),
      used: failure(400, 'invalid_grant'),
      no_device_code: failure(400, 'invalid_request'),
      wrong_type: failure(415, 'unsupported_media_type'),
      disabled_person: failure(400, 'invalid_grant'),
    },
    ({ userId }) => prisma().user.update({ where: { id: userId }, data: { disabledAt: start } }),
  );
});

describe('a device request', () => {
  test('has the six members, and names OpenSkill’s own page', async () => {
    const { status, body } = await code();
    expect(status).toBe(200);
    expect(body).toEqual({
      device_code: expect.stringMatching(/^\w{43}$/),
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: 'http://localhost:3000/auth/device',
      verification_uri_complete: expect.stringContaining('/auth/device?user_code='),
      expires_in: 900,
      interval: 5,
      message: expect.any(String),
    });
  });

  test.each([
    ['the string that the CLI sends', 'osk/0.1.0 linux', 'osk', '0.1.0 linux'],
    ['the object that is documented', { name: 'osk', version: '0.1.0' }, 'osk', '0.1.0'],
    ['a string without a version', 'osk', 'osk', null],
    ['nothing', undefined, null, null],
    ['what would turn the page round', { name: 'o\u202Esk', version: '\u0000' }, 'o sk', null],
  ])(
    'is shown as the claim that client_info is: %s',
    async (_what, client_info, claimedName, claimedVersion) => {
      const { body } = await code({ client_info });
      const deviceCodeHash = Uint8Array.from(sha256(body.device_code));
      const grant = await prisma().deviceGrant.findUnique({ where: { deviceCodeHash } });
      expect(grant).toMatchObject({ clientId: 'openskill', claimedName, claimedVersion });
    },
  );

  test.each([[['osk']], [7], [{ name: {} }]])(
    'with the client_info %j is invalid_request',
    async (client_info) => {
      expect(await code({ client_info })).toMatchObject(failure(400, 'invalid_request'));
    },
  );
});

describe('tokens', () => {
  let person: Person;
  beforeAll(async () => {
    person = await createSignedInPerson('osk@example.com');
  });
  const signIn = async (): Promise<Answer['body']> => {
    const { body } = await code();
    await decide(person, body.user_code, 'allow');
    const tokens = await poll(body.device_code);
    expect(tokens.status).toBe(200);
    expect(tokens.headers.get('cache-control')).toBe('no-store');
    return tokens.body;
  };
  const refresh = (refresh_token: unknown) => post('/api/auth/refresh', { refresh_token });
  const me = (token: string) => get('/api/auth/me', bearer(token));

  test('have OpenSkill’s prefixes, a day and ninety days', async () => {
    expect(await signIn()).toEqual({
      access_token: expect.stringMatching(/^osk_(?!rt_)\w{49}$/),
      token_type: 'Bearer',
      expires_in: 86_400,
      refresh_token: expect.stringMatching(/^osk_rt_\w{49}$/),
      refresh_expires_in: 90 * 86_400,
    });
  });

  test('say who the person is', async () => {
    const { access_token } = await signIn();
    const user = { id: person.userId, name: 'Pat Doe', email: 'osk@example.com' };
    expect(await me(access_token)).toMatchObject({ status: 200, body: { user } });
    await prisma().user.update({ where: { id: person.userId }, data: { name: null } });
    expect((await me(access_token)).body.user.name).toBe('osk@example.com');
    expect(await me('osk_nothing')).toMatchObject(failure(401, 'invalid_token'));
  });

  test('that may not tell an address are not enough to say who', async () => {
    const { accessToken } = await createTokens(await createClient({ scopes: ['openid'] }), person);
    expect(await me(accessToken)).toMatchObject(failure(403, 'insufficient_scope'));
  });

  test('are refreshed for a new pair; the old refresh token ends the session when it comes again later', async () => {
    const first = await signIn();
    const next = await refresh(first.refresh_token);
    expect(next).toMatchObject({
      status: 200,
      body: { expires_in: 86_400, refresh_expires_in: 90 * 86_400 },
    });
    expect(next.body.refresh_token).not.toBe(first.refresh_token);
    clock.at(11);
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 401,
      body: { error: 'invalid_grant' },
    });
    expect((await me(next.body.access_token)).status).toBe(401);
    clock.at(0);
  });

  test('are both dead once the refresh token is revoked', async () => {
    const tokens = await signIn();
    expect(await post('/api/auth/revoke', { refresh_token: tokens.refresh_token })).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect((await me(tokens.access_token)).status).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(401);
    expect((await post('/api/auth/revoke', { refresh_token: 'osk_rt_never' })).body).toEqual({
      success: true,
    });
    expect(await post('/api/auth/revoke', {})).toMatchObject(failure(400, 'invalid_request'));
  });

  test('of a client with a secret are refreshed and revoked by nobody who does not have it', async () => {
    const client = await createClient({ refresh: true }, 'secret');
    const { accessToken, refreshToken } = await createTokens(client, person);
    expect((await refresh(refreshToken)).status).toBe(401);
    await post('/api/auth/revoke', { refresh_token: refreshToken });
    expect((await me(accessToken)).status).toBe(200);
  });

  test.each([
    ['nothing', undefined, 400],
    ['an object', {}, 400],
    ['an unknown token', 'osk_rt_never', 401],
  ])('a refresh with %s', async (_what, token, status) => {
    expect((await refresh(token)).status).toBe(status);
  });
});
