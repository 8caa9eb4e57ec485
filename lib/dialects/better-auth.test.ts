import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSkillClient } from '@/lib/clients/own-client';
import { presetProfile } from '@/lib/clients/presets';
import { type Client, createClientOnce } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import { decide, deviceOf, expectInEachState } from '@/lib/testing/device-states';
import { createClient, createSignedInPerson, start } from '@/lib/testing/factories';
import { get, post, send, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();

let client: Client;
beforeAll(async () => {
  await createClientOnce(openSkillClient);
  client = await createClient({ ...presetProfile('better-auth'), name: 'Better Skills' });
});

const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const code = (body: object = {}) => post('/api/auth/device/code', { client_id: client.id, ...body });
const token = (body: object) => post('/api/auth/device/token', { client_id: client.id, grant_type, ...body });
const failure = (status: number, error: string, more: object = {}) => ({
  status,
  body: { error, error_description: expect.any(String), ...more },
});

describe('a poll', () => {
  expectInEachState(
    {
      clock,
      client: async () => client,
      start: async () => deviceOf(await code()),
      poll: ({ id }, device_code) =>
        token({ client_id: id, ...(device_code === null ? {} : { device_code }) }),
      pollAsText: (_client, text) =>
        send('POST', '/api/auth/device/token', { text, headers: { 'content-type': 'text/plain' } }),
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

  test.each([
    ['no grant type', { grant_type: undefined }, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 'invalid_request'],
    ['a grant type that is none', { grant_type: {} }, 'invalid_request'],
    ['a refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_request'],
    ['a device code that is none', { device_code: 7 }, 'invalid_request'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a client that is none', { client_id: {} }, 'invalid_request'],
  ])('with %s is %s', async (_what, body, error) => {
    expect(await token({ device_code: 'x', ...body })).toMatchObject(failure(400, error));
  });

  test('whose client has a secret, and sent another by Basic, is 400 too', async () => {
    const { id } = await createClient({}, 'secret');
    const headers = { authorization: `Basic ${btoa(`${id}:wrong`)}` };
    const answer = await post(
      '/api/auth/device/token',
      { client_id: id, grant_type, device_code: 'x' },
      headers,
    );
    expect(answer).toMatchObject(failure(400, 'invalid_client'));
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });
});

describe('a device request', () => {
  test('has six members, and a user code without a dash', async () => {
    const { status, headers, body } = await code({ scope: 'openid profile email' });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      device_code: expect.stringMatching(/^\w{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/),
      verification_uri: 'http://localhost:3000/device',
      verification_uri_complete: `http://localhost:3000/device?user_code=${body.user_code}`,
      expires_in: 1_800,
      interval: 5,
    });
  });

  test('leads to the client’s own page where it has one', async () => {
    const { id } = await createClient({ activationUri: 'https://acme.example/go?x=1' });
    const { body } = await code({ client_id: id });
    expect(body).toMatchObject({
      verification_uri: 'https://acme.example/go?x=1',
      verification_uri_complete: `https://acme.example/go?x=1&user_code=${body.user_code}`,
    });
  });

  test('without a client_id is OpenSkill’s: only then its code has a dash', async () => {
    const { body } = await post('/api/auth/device/code', {});
    expect(body.user_code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(body.verification_uri).toBe('http://localhost:3000/auth/device');
  });

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a client that is none', { client_id: 7 }, 'invalid_request'],
    ['a scope that is none', { scope: ['openid'] }, 'invalid_request'],
  ])('of %s: %s', async (_what, body, error) => {
    expect(await code(body)).toMatchObject(failure(400, error));
  });

  test('is nobody’s yet: a user_id in it, to which better-auth would bind it, means nothing', async () => {
    const { userId } = await createSignedInPerson();
    const { status, body } = await code({ user_id: userId });
    expect(status).toBe(200);
    await decide(await createSignedInPerson(), body.user_code, 'allow');
  });
});

test('the tokens have better-auth’s four members, and what else was asked for', async () => {
  const person = await createSignedInPerson();
  const { body } = await code({ scope: 'profile email everything' });
  await decide(person, body.user_code, 'allow');
  const answer = await token({ device_code: body.device_code });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.body).toEqual({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 604_800,
    scope: 'profile email',
  });
});

test('a client with refresh tokens has them here too', async () => {
  const { id } = await createClient({ refresh: true });
  const { body } = await code({ client_id: id });
  await decide(await createSignedInPerson(), body.user_code, 'allow');
  const answer = await token({ client_id: id, device_code: body.device_code });
  expect(answer.body.refresh_token).toEqual(expect.any(String));
});

test('whatever is sent, the answer is no fault of ours', async () => {
  const person = await createSignedInPerson();
  const headers = { cookie: `doorcode.session=${person.cookie}`, origin: 'http://localhost:3000' };
  const name = fc.constantFrom(
    ...['client_id', 'grant_type', 'device_code', 'scope', 'user_id', 'userCode', 'organizationId'],
    ...['__proto__', 'resource', 'max_age'],
  );
  const value = fc.oneof(
    fc.constantFrom(client.id, grant_type, 'BCDF-GHJK', '\0', '\ud800', '%00'),
    fc.string({ unit: 'binary' }),
    fc.jsonValue(),
  );
  const paths = ['device/code', 'device/token', 'device/approve', 'device/deny', 'sign-out'];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.dictionary(name, value),
      fc.string({ unit: 'binary' }),
      async (path, body, text) => {
        const type = { 'content-type': 'application/json' };
        const answers = [
          await post(`/api/auth/${path}`, body, path === 'sign-out' ? {} : headers),
          await send('POST', `/api/auth/${path}`, { text: text.toWellFormed(), headers: type }),
          await get(`/api/auth/device?user_code=${encodeURIComponent(text.toWellFormed())}`, headers),
        ];
        for (const { status } of answers) expect(status).toBeLessThan(500);
      },
    ),
    { numRuns: 200 },
  );
});
