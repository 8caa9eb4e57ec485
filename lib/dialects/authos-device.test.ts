import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { administratorsClient } from '@/lib/clients/own-client';
import { presetProfile } from '@/lib/clients/presets';
import { type Client, createClientOnce, findClient } from '@/lib/clients/store';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { findOrganizationChoice } from '@/lib/device/organizations';
import { findGrantState } from '@/lib/device/store';
import type { Person } from '@/lib/login/browser-session';
import { limits } from '@/lib/rate-limit/limits';
import { withDatabase } from '@/lib/testing/database';
import { decide, deviceOf, expectInEachState } from '@/lib/testing/device-states';
import { allow, contextAt, createClient, createSignedInPerson, enter, start } from '@/lib/testing/factories';
import { type Answer, bearer, get, post, send, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();
const { name: _, ...profile } = { name: '', ...presetProfile('authos') };
let client: Client;
let acme: string;
beforeAll(async () => {
  await createClientOnce(administratorsClient);
  acme = newId(start);
  await prisma().organization.create({ data: { id: acme, slug: 'acme', name: 'Acme' } });
  client = await createClient({ ...profile, id: 'acme-cli' });
});

const code = (body: object = {}) =>
  post('/auth/device/code', { client_id: client.id, org: 'acme', service: client.id, ...body });
const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
const poll = (device_code: unknown, client_id = client.id, more: object = {}) =>
  post('/auth/token', { grant_type: grantType, device_code, client_id, ...more });
const platform = { client_id: 'platform-admin-cli', org: 'platform', service: 'admin-cli' };

/** AuthOS's form of a failure; all three are there, or its SDK loses the code. */
const failure = (status: number, error_code: string, error: unknown = expect.stringMatching(/ /)) => ({
  status,
  body: { error, error_code, timestamp: start.toISOString() },
});
/** The same of `/auth/token`, where `error` is the standard's. */
const refusal = (status: number, error_code: string, error: string, more: object = {}) => ({
  status,
  body: {
    ...{ error, error_code, timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) },
    ...{ error_description: expect.any(String), ...more },
  },
});

async function member(role: 'owner' | 'admin' | 'member' = 'member') {
  const person = await createSignedInPerson();
  await prisma().membership.create({ data: { organizationId: acme, userId: person.userId, role } });
  return person;
}
const signIn = async (person: Person, client_id = client.id): Promise<Answer['body']> => {
  const { body } = await code({ client_id, service: client_id });
  await decide(person, body.user_code, 'allow', { organizationId: acme });
  const tokens = await poll(body.device_code, client_id);
  expect(tokens.status).toBe(200);
  return tokens.body;
};

describe('a poll', () => {
  let everybody: string;
  beforeAll(async () => {
    // The organization to which everybody belongs.
    await createSignedInPerson();
    everybody = (await prisma().organization.findUniqueOrThrow({ where: { slug: 'default' } })).slug;
  });
  expectInEachState(
    {
      clock,
      client: async () => client,
      start: async () => deviceOf(await code({ org: everybody })),
      poll: ({ id }, device_code) => poll(device_code ?? undefined, id),
      pollAsText: (_client, device_code) =>
        send('POST', '/auth/token', { text: device_code, headers: { 'content-type': 'text/plain' } }),
    },
    {
      pending: refusal(400, 'DEVICE_CODE_PENDING', 'authorization_pending'),
      too_fast: refusal(400, 'SLOW_DOWN', 'slow_down', { interval: 10 }),
      denied: refusal(400, 'BAD_REQUEST', 'access_denied'),
      expired: refusal(400, 'DEVICE_CODE_EXPIRED', 'expired_token'),
      unknown: refusal(400, 'BAD_REQUEST', 'invalid_grant'),
      another_clients: refusal(401, 'UNAUTHORIZED', 'invalid_grant'),
      used: refusal(400, 'BAD_REQUEST', 'invalid_grant'),
      no_device_code: refusal(400, 'BAD_REQUEST', 'invalid_request'),
      wrong_type: refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'unsupported_media_type'),
      disabled_person: refusal(403, 'FORBIDDEN', 'invalid_grant'),
    },
    ({ userId }) => prisma().user.update({ where: { id: userId }, data: { disabledAt: start } }),
  );

  test.each<[string, (person: Person) => Promise<unknown>]>([
    [
      'is no member any more',
      ({ userId }) => prisma().membership.deleteMany({ where: { userId, organizationId: acme } }),
    ],
    [
      'belongs to an organization that was disabled',
      () => prisma().organization.update({ where: { id: acme }, data: { disabledAt: start } }),
    ],
  ])('of who %s is 403', async (_who, spoil) => {
    const person = await member();
    const { body } = await code();
    await decide(person, body.user_code, 'allow', { organizationId: acme });
    await spoil(person);
    expect(await poll(body.device_code)).toMatchObject(refusal(403, 'FORBIDDEN', 'invalid_grant'));
    await prisma().organization.update({ where: { id: acme }, data: { disabledAt: null } });
  });

  test.each<[string, object, ReturnType<typeof refusal>]>([
    ['no grant type', { grant_type: undefined }, refusal(400, 'BAD_REQUEST', 'invalid_request')],
    ['another', { grant_type: 'password' }, refusal(400, 'BAD_REQUEST', 'unsupported_grant_type')],
    [
      'a refresh token',
      { grant_type: 'refresh_token', refresh_token: 'dc_rt_x' },
      refusal(400, 'BAD_REQUEST', 'unsupported_grant_type'),
    ],
    ['no client', { client_id: undefined }, refusal(400, 'BAD_REQUEST', 'invalid_request')],
    ['an unknown client', { client_id: 'nobody' }, refusal(401, 'UNAUTHORIZED', 'invalid_client')],
    ['an object', { device_code: {} }, refusal(400, 'BAD_REQUEST', 'invalid_request')],
  ])('with %s', async (_what, body, answer) => {
    expect(await poll('x'.repeat(43), client.id, body)).toMatchObject(answer);
  });
});

describe('a device request', () => {
  test('is answered with AuthOS’s five members, exactly', async () => {
    const { status, body, headers } = await code();
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      device_code: expect.stringMatching(/^\w{43}$/),
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: 'http://localhost:3000/device',
      expires_in: 900,
      interval: 5,
    });
  });

  test('names the client’s own activation page as it was typed', async () => {
    const activationUri = 'https://Activate.example.com/device?from=cli';
    const { id } = await createClient({ ...profile, activationUri });
    expect((await code({ client_id: id, service: id })).body.verification_uri).toBe(activationUri);
  });

  test('names the client by its service where it has one, and then by that alone', async () => {
    const { id } = await createClient({ ...profile, service: 'cli' });
    expect((await code({ client_id: id, service: 'cli' })).status).toBe(200);
    expect(await code({ client_id: id, service: id })).toEqual(
      expect.objectContaining(failure(400, 'BAD_REQUEST', expect.stringContaining('Invalid client'))),
    );
  });

  test.each<[string, object]>([
    ['an unknown client', { client_id: 'nobody', service: 'nobody' }],
    ['another service', { service: 'other' }],
    ['an unknown organization', { org: 'nobody' }],
    ['the organization in capitals', { org: 'ACME' }],
    ['an organization that is disabled', { org: 'closed' }],
    ['an organization that allows other clients alone', { org: 'strict' }],
    ['the server’s own organization', { org: 'platform' }],
    ['the server’s own client for an organization', { ...platform, org: 'acme' }],
    ['an administrator’s name for an organization', { client_id: 'platform-x', service: 'platform-x' }],
    ['a client of that name that is not for administrators', { ...platform, client_id: 'platform-open' }],
    ['a client that is disabled', { client_id: 'disabled', service: 'disabled' }],
    ['a client that has a secret', { client_id: 'secretive', service: 'secretive' }],
  ])('for %s is the one answer that there is no such client', async (_what, asked) => {
    const slugs = { closed: { disabledAt: start }, strict: { allowedClients: ['other'] } };
    await prisma().organization.createMany({
      data: Object.entries(slugs).map(([slug, more]) => ({ id: newId(start), slug, name: slug, ...more })),
      skipDuplicates: true,
    });
    const ids = { 'platform-open': {}, disabled: { disabledAt: start }, secretive: {} };
    for (const [id, more] of Object.entries(ids))
      if (!(await findClient(contextAt(start), id)))
        await createClient({ ...profile, id, ...more }, id === 'secretive' ? 'secret' : undefined);
    const { status, body } = await code(asked);
    const said = 'Invalid client: there is none of this client_id, org and service.';
    expect({ status, body }).toEqual(failure(400, 'BAD_REQUEST', said));
  });

  test('names of organizations cannot be tried one after the other', async () => {
    await prisma().rateLimit.deleteMany();
    const most = limits['unknown-service'].points;
    for (let i = 0; i < most; i++) expect((await code({ org: `o${i}` })).status).toBe(400);
    expect((await code({ org: 'one-more' })).status).toBe(429);
    expect((await code({})).status).toBe(200);
    await prisma().rateLimit.deleteMany();
  });

  test.each<[string, object]>([
    ['no client', { client_id: undefined }],
    ['no organization', { org: undefined }],
    ['no service', { service: undefined }],
    ['an empty one', { org: '' }],
    ['an object', { org: {} }],
    ['a number', { service: 7 }],
    ['another letter', { org: 'ac.me' }],
    ['a long client_id', { client_id: 'x'.repeat(501) }],
    ['a long organization', { org: 'x'.repeat(101) }],
    ['a long service', { service: 'x'.repeat(101) }],
  ])('with %s is BAD_REQUEST', async (_what, asked) => {
    const { status, body } = await code(asked);
    expect({ status, body }).toEqual(failure(400, 'BAD_REQUEST'));
  });

  test('may be allowed for that organization alone, by its members', async () => {
    const stranger = await createSignedInPerson();
    const { body } = await code();
    const grantId = await enter(stranger, body.user_code);
    const grant = (await findGrantState(grantId))!;
    const asked = { userId: stranger.userId, isPlatformAdmin: false };
    expect((await findOrganizationChoice(asked, grant)).reason).toBe('organization_required');
    expect(await allow(stranger, grantId)).toBe('wrong_organization');
    expect((await poll(body.device_code)).body.error_code).toBe('DEVICE_CODE_PENDING');
    const person = await member();
    expect(await allow(person, await enter(person, body.user_code), start, acme)).toBe('decided');
    expect((await poll(body.device_code)).status).toBe(200);
  });
});

describe('tokens', () => {
  const jwks = createRemoteJWKSet(new URL('http://localhost:3000/oauth2/jwks'), {
    [customFetch]: async () => Response.json((await get('/oauth2/jwks')).body),
  });
  const verify = (token: string) =>
    jwtVerify(token, jwks, { algorithms: ['RS256'], issuer: 'http://localhost:3000', currentDate: start });

  test('are three members, and no refresh token', async () => {
    expect(await signIn(await member())).toEqual({
      access_token: expect.stringMatching(/^ey/),
      token_type: 'Bearer',
      expires_in: 86_400,
    });
    const ofClient = await prisma().session.findMany({ where: { clientId: client.id } });
    const sessionId = { in: ofClient.map(({ id }) => id) };
    expect(ofClient).not.toEqual([]);
    expect(await prisma().refreshToken.count({ where: { sessionId } })).toBe(0);
  });

  test('are JWTs that say what AuthOS’s say, and verify with the published keys', async () => {
    const person = await member();
    const { access_token } = await signIn(person);
    const { payload } = await verify(access_token);
    expect(payload).toMatchObject({
      ...{ sub: person.userId, email: person.email, org: 'acme', service: 'acme-cli' },
      ...{ is_platform_owner: false, iss: 'http://localhost:3000', aud: 'http://localhost:3000' },
      ...{ jti: expect.any(String), iat: start.getTime() / 1000, exp: start.getTime() / 1000 + 86_400 },
    });
    expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
  });

  test('do not say an address that was not granted', async () => {
    const narrow = await createClient({ ...profile, id: 'narrow', scopes: ['openid'] });
    const device = await code({ client_id: narrow.id, service: narrow.id });
    await decide(await member(), device.body.user_code, 'allow', { organizationId: acme });
    const grant = { grant_type: 'device_code', device_code: device.body.device_code, client_id: narrow.id };
    const { payload } = await verify((await post('/auth/token', grant)).body.access_token);
    expect(payload).toMatchObject({ org: 'acme', service: 'narrow' });
    expect(payload).not.toHaveProperty('email');
  });

  test('say the service where the client has one', async () => {
    const { id } = await createClient({ ...profile, service: 'main-app' });
    const { body } = await code({ client_id: id, service: 'main-app' });
    await decide(await member(), body.user_code, 'allow', { organizationId: acme });
    const { payload } = await verify((await poll(body.device_code, id)).body.access_token);
    expect(payload.service).toBe('main-app');
  });
});

describe('the sign-in of an administrator of the whole server', () => {
  const admin = async () => {
    const person = await createSignedInPerson();
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
    return { ...person, role: 'admin' as const };
  };
  const ask = async (client_id = platform.client_id): Promise<Answer['body']> => {
    const { status, body } = await code({ ...platform, client_id });
    expect(status).toBe(200);
    return body;
  };
  const signInAs = async (person: Person, client_id = platform.client_id): Promise<string> => {
    const body = await ask(client_id);
    await decide(person, body.user_code, 'allow');
    return (await poll(body.device_code, client_id)).body.access_token;
  };

  test('names its own page, and its token belongs to no organization', async () => {
    expect((await ask()).verification_uri).toBe('http://localhost:3000/activate');
    const token = await signInAs(await admin());
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    expect(claims).toMatchObject({ is_platform_owner: true, email: expect.any(String) });
    expect(claims).not.toHaveProperty('org');
    expect(claims).not.toHaveProperty('service');
  });

  test('may bear any name that begins so, to the end', async () => {
    expect(await signInAs(await admin(), 'platform-ops')).toMatch(/^ey/);
  });

  test('may be a client’s own that is for administrators', async () => {
    const administratorsOnly = true;
    const { id } = await createClient({ ...profile, id: 'platform-own', administratorsOnly });
    const token = await signInAs(await admin(), id);
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    expect(claims.client_id).toBe('platform-own');
  });

  test('is allowed by nobody else, not an organization’s owner either', async () => {
    const owner = await member('owner');
    const body = await ask();
    expect(await allow(owner, await enter(owner, body.user_code))).not.toBe('decided');
    expect((await poll(body.device_code, platform.client_id)).body.error_code).toBe('DEVICE_CODE_PENDING');
  });

  test('is none when it is redeemed by who is an administrator no more', async () => {
    const person = await admin();
    const body = await ask();
    await decide(person, body.user_code, 'allow');
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'user' } });
    expect(await poll(body.device_code, platform.client_id)).toMatchObject(
      refusal(403, 'FORBIDDEN', 'invalid_grant'),
    );
  });

  test('is over at once when they are none any more', async () => {
    const person = await admin();
    const token = await signInAs(person);
    const users = () => get('/api/organizations/acme/users', bearer(token));
    expect((await users()).status).toBe(200);
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'user' } });
    expect(await users()).toMatchObject(failure(401, 'TOKEN_EXPIRED'));
    expect((await get('/api/user', bearer(token))).status).toBe(401);
  });
});
