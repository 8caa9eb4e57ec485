import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { presetProfile } from '@/lib/clients/presets';
import type { Client } from '@/lib/clients/store';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { methodOf, writeWorkOsUser } from '@/lib/dialects/workos-objects';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { decide, deviceOf, expectInEachState } from '@/lib/testing/device-states';
import { createClient, createSignedInPerson, createTokens, later, start } from '@/lib/testing/factories';
import { type Answer, get, post, send, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();

let client: Client;
let person: Person;
beforeAll(async () => {
  client = await createClient({ ...presetProfile('workos'), name: 'WorkOS CLI' });
  person = await createSignedInPerson('pat@example.com');
});

const devicePath = '/user_management/authorize/device';
const path = '/user_management/authenticate';
const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const code = (form: Record<string, string> = {}) =>
  send('POST', devicePath, { form: { client_id: client.id, ...form } });
const authenticate = (form: Record<string, string>) =>
  send('POST', path, { form: { client_id: client.id, grant_type, ...form } });
const refresh = (refresh_token: string, more: Record<string, string> = {}) =>
  post(path, { client_id: client.id, grant_type: 'refresh_token', refresh_token, ...more });
const failure = (error: string, { status = 400, ...more }: { status?: number; interval?: number } = {}) => ({
  status,
  body: { error, error_description: expect.any(String), ...more },
});

const signIn = async (by = person, form: Record<string, string> = {}): Promise<Answer['body']> => {
  const { body } = await code(form);
  await decide(by, body.user_code, 'allow');
  const tokens = await authenticate({ device_code: body.device_code });
  expect(tokens.status).toBe(200);
  expect(tokens.headers.get('cache-control')).toBe('no-store');
  expect(tokens.headers.getSetCookie()).toEqual([]);
  return tokens.body;
};

describe('a poll: errors are 400', () => {
  expectInEachState(
    {
      clock,
      client: async () => client,
      start: async () => deviceOf(await code()),
      poll: ({ id }, device_code) =>
        authenticate({ client_id: id, ...(device_code === null ? {} : { device_code }) }),
      pollAsText: (_client, text) => send('POST', path, { text, headers: { 'content-type': 'text/plain' } }),
    },
    {
      pending: failure('authorization_pending'),
      too_fast: failure('slow_down', { interval: 10 }),
      denied: failure('access_denied'),
      expired: failure('expired_token'),
      unknown: failure('invalid_grant'),
      another_clients: failure('invalid_grant'),
      used: failure('invalid_grant'),
      no_device_code: failure('invalid_request'),
      wrong_type: failure('unsupported_media_type', { status: 415 }),
      disabled_person: failure('invalid_grant'),
    },
    ({ userId }) => prisma().user.update({ where: { id: userId }, data: { disabledAt: start } }),
  );

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['no client', { client_id: '' }, 'invalid_request'],
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['a grant type of theirs that is none of ours', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
  ])('%s: %s', async (_what, form, error) => {
    expect(await authenticate(form as Record<string, string>)).toMatchObject(failure(error));
  });

  test('the short name of the grant type, in JSON', async () => {
    const { body } = await post(devicePath, { client_id: client.id });
    const sent = { client_id: client.id, grant_type: 'device_code', device_code: body.device_code };
    expect(await post(path, sent)).toMatchObject(failure('authorization_pending'));
  });

  test('a member that is an object: invalid_request', async () => {
    expect(await post(path, { client_id: client.id, grant_type, device_code: {} })).toMatchObject(
      failure('invalid_request'),
    );
  });

  test('a wrong secret is invalid_client and 400, whatever way it came', async () => {
    const { id } = await createClient(presetProfile('workos') as object, 'secret');
    expect(await authenticate({ client_id: id, device_code: 'x' })).toMatchObject(failure('invalid_client'));
    const basic = { authorization: `Basic ${btoa(`${id}:wrong`)}` };
    const answer = await send('POST', path, { form: { grant_type, device_code: 'x' }, headers: basic });
    expect(answer).toMatchObject(failure('invalid_client'));
  });
});

describe('a device request', () => {
  test('has the six members, and no other', async () => {
    const { status, body } = await code();
    expect(status).toBe(200);
    expect(body).toEqual({
      device_code: expect.stringMatching(/^\w{43}$/),
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: 'http://localhost:3000/device',
      verification_uri_complete: `http://localhost:3000/device?user_code=${body.user_code}`,
      expires_in: 300,
      interval: 5,
    });
  });

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['no client', { client_id: '' }, 'invalid_request'],
  ])('%s: %s', async (_what, form, error) => {
    expect(await code(form)).toMatchObject(failure(error));
  });

  test('a client without the device flow: unauthorized_client', async () => {
    const { id } = await createClient({ deviceFlow: false });
    expect(await code({ client_id: id })).toMatchObject(failure('unauthorized_client'));
  });

  test('of a content type that nobody speaks: 415', async () => {
    const sent = { text: 'client_id=x', headers: { 'content-type': 'text/plain' } };
    expect(await send('POST', devicePath, sent)).toMatchObject({ status: 415 });
  });
});

describe('tokens', () => {
  test('come with the person, the organization and how they signed in', async () => {
    const { id } = await prisma().organization.findFirstOrThrow();
    expect(await signIn()).toEqual({
      user: {
        ...{ object: 'user', id: person.userId, email: 'pat@example.com', email_verified: true },
        ...{ first_name: 'Pat', last_name: 'Doe', profile_picture_url: null, external_id: null },
        ...{ metadata: {}, locale: null, last_sign_in_at: start.toISOString() },
        ...{ created_at: start.toISOString(), updated_at: expect.stringMatching(/^\d{4}-.*Z$/) },
      },
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.any(String),
      organization_id: id,
      authentication_method: 'MagicAuth',
      token_type: 'Bearer',
      expires_in: 300,
    });
  });

  test('are verified with the keys of the client’s address', async () => {
    const { access_token, organization_id } = await signIn();
    const answer = await get(`/sso/jwks/${client.id}`);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const { payload } = await jwtVerify(access_token, createLocalJWKSet(answer.body), {
      ...{
        algorithms: ['RS256'],
        issuer: 'http://localhost:3000',
        subject: person.userId,
        currentDate: start,
      },
    });
    expect(payload).toMatchObject({
      ...{ sid: expect.any(String), jti: expect.any(String), org_id: organization_id },
      ...{ role: 'member', permissions: [], exp: payload.iat! + 300 },
    });
  });

  test.each(['nobody', '%00', 'a%2Fb'])('there are no keys of a client that is none: %s', async (id) => {
    const answer = await get(`/sso/jwks/${id}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'entity_not_found' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('are refreshed, by a public client whatever secret its SDK sends', async () => {
    const first = await signIn();
    const next = await refresh(first.refresh_token, { client_secret: 'sk_test', ip_address: '192.0.2.1' });
    expect(next).toMatchObject({ status: 200, body: { user: first.user, expires_in: 300 } });
    expect(next.body.refresh_token).not.toBe(first.refresh_token);
    clock.at(11);
    expect(await refresh(first.refresh_token)).toMatchObject(failure('invalid_grant'));
    expect(await refresh(next.body.refresh_token), 'and ends what came of it').toMatchObject(
      failure('invalid_grant'),
    );
    clock.at(0);
  });

  test('of one client are refreshed by no other', async () => {
    const { refresh_token } = await signIn();
    const other = await createClient({ ...presetProfile('workos'), name: 'Other' });
    expect(await refresh(refresh_token, { client_id: other.id })).toMatchObject(failure('invalid_grant'));
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  test('name the organization of the session when they are refreshed, and no other', async () => {
    const { refresh_token, organization_id } = await signIn();
    const other = { id: newId(start), slug: 'other', name: 'Other' };
    await prisma().organization.create({ data: other });
    await prisma().membership.create({ data: { organizationId: other.id, userId: person.userId } });
    for (const wanted of [other.id, 'other', 'nothing'])
      expect(await refresh(refresh_token, { organization_id: wanted })).toMatchObject(
        failure('invalid_request'),
      );
    const next = await refresh(refresh_token, { organization_id });
    expect(next).toMatchObject({ status: 200, body: { organization_id } });
  });

  test('of a session for no organization name none', async () => {
    const { access_token, refresh_token, organization_id } = await signIn();
    const id = String(decodeJwt(access_token).sid);
    await prisma().session.update({ where: { id }, data: { organizationId: null } });
    expect(await refresh(refresh_token, { organization_id })).toMatchObject(failure('invalid_request'));
    expect((await refresh(refresh_token)).body).not.toHaveProperty('organization_id');
  });

  test('tell no more of the person than the scopes', async () => {
    const { user } = await signIn(person, { scope: 'openid' });
    expect(user).toMatchObject({ id: person.userId, email: null, first_name: null, email_verified: false });
  });

  test('are not refreshed where the client has no refresh tokens', async () => {
    const { id } = await createClient({ ...presetProfile('workos'), name: 'x', refresh: false });
    const tokens = await createTokens(client, person);
    expect(await refresh(tokens.refreshToken, { client_id: id })).toMatchObject(
      failure('unauthorized_client'),
    );
  });
});

test.each([
  ['Ada', 'Ada', null],
  ['Ada Lovelace', 'Ada', 'Lovelace'],
  ['  Ludwig  van Beethoven ', 'Ludwig', 'van Beethoven'],
  ['', null, null],
  [null, null, null],
])('the name %j is %j and %j', (name, first_name, last_name) => {
  const user = { id: 'x', email: null, emailVerified: false, image: null, lastSignInAt: null };
  const times = { createdAt: start, updatedAt: later(1) };
  expect(writeWorkOsUser({ ...user, ...times, name })).toMatchObject({ first_name, last_name });
});

test.each([
  [['email', 'device_code'], 'MagicAuth', 'magic_code'],
  [['email', 'hwk', 'user', 'mfa'], 'MagicAuth', 'magic_code'],
  [['swk', 'user', 'mfa'], 'Passkey', 'passkey'],
  [['hwk', 'user', 'mfa'], 'Passkey', 'passkey'],
  [['fed', 'github', 'otp', 'mfa'], 'GitHubOAuth', 'oauth'],
  [['fed', 'google'], 'GoogleOAuth', 'oauth'],
  [['fed', 'microsoft'], 'MicrosoftOAuth', 'oauth'],
  [['fed', 'mfa'], 'SSO', 'sso'],
  [[], null, 'unknown'],
])('the sign-in %j is %j', (amr, authentication, session) => {
  expect(methodOf(amr)).toEqual({ authentication, session });
});
