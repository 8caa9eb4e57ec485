import { beforeAll, describe, expect, test } from 'vitest';
import { presetProfile } from '@/lib/clients/presets';
import type { Client } from '@/lib/clients/store';
import { newId, sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { decide } from '@/lib/testing/device-states';
import { createClient, createSignedInPerson, later, start } from '@/lib/testing/factories';
import { bearer, get, post, send, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();
const { name: _, ...profile } = { name: '', ...presetProfile('authos') };
let client: Client;
let acme: string;
let other: string;
beforeAll(async () => {
  [acme, other] = [newId(start), newId(start)];
  await prisma().organization.createMany({
    data: [
      { id: acme, slug: 'acme', name: 'Acme' },
      { id: other, slug: 'other', name: 'Other' },
    ],
  });
  client = await createClient({ ...profile, id: 'acme-cli', service: 'cli' });
});

const failure = (status: number, error_code: string) => ({
  status,
  body: { error: expect.stringMatching(/ /), error_code, timestamp: start.toISOString() },
});

async function join(organizationId: string, role: 'owner' | 'admin' | 'member' = 'member') {
  const person = await createSignedInPerson();
  await prisma().membership.create({ data: { organizationId, userId: person.userId, role } });
  return person;
}
async function signIn(person: Person, org = 'acme', of = client): Promise<string> {
  const asked = { client_id: of.id, org, service: of.service ?? of.id };
  const { body } = await post('/auth/device/code', asked);
  const organizationId = org === 'acme' ? acme : other;
  await decide(person, body.user_code, 'allow', { organizationId });
  const grant = { grant_type: 'device_code', device_code: body.device_code, client_id: of.id };
  return (await post('/auth/token', grant)).body.access_token;
}
const adminToken = async () => signIn(await join(acme, 'admin'));
const remove = (path: string, token: string) =>
  send('DELETE', path, { headers: { ...bearer(token), 'content-type': 'application/json' } });
const users = '/api/organizations/acme/users';

describe('whose a token is', () => {
  test('is told as the token says it', async () => {
    const person = await join(acme);
    expect(await get('/api/user', bearer(await signIn(person)))).toMatchObject({
      status: 200,
      body: {
        ...{ id: person.userId, email: person.email, is_platform_owner: false },
        ...{ created_at: start.toISOString(), org: 'acme', service: 'cli' },
      },
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['no token', {}, 'UNAUTHORIZED'],
    ['another scheme', { authorization: 'Basic x' }, 'UNAUTHORIZED'],
    ['a token that is none', bearer('dc_nothing'), 'TOKEN_EXPIRED'],
  ])('is not told for %s', async (_what, headers, code) => {
    expect(await get('/api/user', headers)).toMatchObject(failure(401, code));
  });

  test('is not told any more once the token has expired', async () => {
    const token = await signIn(await join(acme));
    clock.at(86_400);
    const { status, body } = await get('/api/user', bearer(token));
    expect([status, body.error_code]).toEqual([401, 'TOKEN_EXPIRED']);
    clock.at(0);
  });

  test('needs the scope email', async () => {
    const narrow = await createClient({ ...profile, scopes: ['openid'] });
    const token = await signIn(await join(acme), 'acme', narrow);
    expect(await get('/api/user', bearer(token))).toMatchObject(failure(403, 'FORBIDDEN'));
  });
});

describe('giving a token back', () => {
  test('ends its session, as the client’s own deed', async () => {
    const person = await join(acme);
    const token = await signIn(person);
    // The SDK says that it sends JSON, and sends none.
    const headers = { ...bearer(token), 'content-type': 'application/json' };
    expect(await send('POST', '/api/auth/logout', { headers })).toMatchObject({
      status: 200,
      body: { message: expect.any(String) },
    });
    expect((await get('/api/user', bearer(token))).status).toBe(401);
    expect(await send('POST', '/api/auth/logout', { headers })).toMatchObject(failure(401, 'TOKEN_EXPIRED'));
    const row = await prisma().session.findFirstOrThrow({ where: { userId: person.userId } });
    expect(row.revokedReason).toBe('revoked_by_client');
    const audited = await prisma().auditEvent.findFirst({
      where: { targetId: row.id, action: 'session.revoked' },
    });
    expect(audited).toMatchObject({ userId: person.userId, actorType: 'client', actorId: row.clientId });
  });

  test('needs one', async () => {
    expect(await send('POST', '/api/auth/logout')).toMatchObject(failure(401, 'UNAUTHORIZED'));
  });

  test('by /auth/revoke is 200 for every token, and ends what it is of', async () => {
    const token = await signIn(await join(acme));
    const revoke = (form: Record<string, string>) => send('POST', '/auth/revoke', { form });
    expect((await revoke({ token: 'nothing', token_type_hint: 'access_token' })).status).toBe(200);
    expect((await revoke({})).status).toBe(200);
    expect((await send('POST', '/auth/revoke')).status).toBe(200);
    expect((await get('/api/user', bearer(token))).status).toBe(200);
    expect((await revoke({ token, token_type_hint: 'refresh_token' })).status).toBe(200);
    expect((await get('/api/user', bearer(token))).status).toBe(401);
  });
});

describe('the people of an organization', () => {
  test('are listed for its admin by pages, the newest first', async () => {
    const token = await adminToken();
    const people = [await join(acme), await join(acme), await join(acme)];
    const { body } = await get(`${users}?page=1&limit=2`, bearer(token));
    expect(body).toMatchObject({
      page: 1,
      limit: 2,
      total: await prisma().membership.count({ where: { organizationId: acme } }),
    });
    expect(body.users).toHaveLength(2);
    const all = (await get(users, bearer(token))).body;
    expect(all).toMatchObject({ page: 1, limit: 50, total: all.users.length });
    const ids = all.users.map((one: { user: { id: string } }) => one.user.id);
    expect(ids).toEqual([...ids].sort().reverse());
    for (const { userId } of people) expect(ids).toContain(userId);
    const second = (await get(`${users}?page=2&limit=2`, bearer(token))).body.users;
    expect(second[0].user.id).toBe(ids[2]);
    expect((await get(`${users}?page=99999999&limit=100`, bearer(token))).body.users).toEqual([]);
  });

  test('each have the members that the SDK names', async () => {
    const token = await adminToken();
    const person = await join(acme);
    const at = { type: 'oauth', userId: person.userId, createdAt: start };
    await prisma().account.createMany({
      data: [
        { ...at, provider: 'microsoft-entra-id', providerAccountId: '7' },
        { ...at, provider: 'org-acme', providerAccountId: 'sub', createdAt: later(1) },
        { ...at, provider: 'org-other', providerAccountId: 'not to be seen' },
      ],
    });
    const { body } = await get(users, bearer(token));
    const listed = body.users.find((one: { user: { id: string } }) => one.user.id === person.userId);
    const one = {
      user: {
        id: person.userId,
        email: person.email,
        is_platform_owner: false,
        created_at: start.toISOString(),
      },
      subscriptions: [],
      identities: [
        { provider: 'microsoft', provider_user_id: '7', created_at: start.toISOString() },
        { provider: 'org-acme', provider_user_id: 'sub', created_at: later(1).toISOString() },
      ],
    };
    expect(listed).toEqual(one);
    expect((await get(`${users}/${person.userId}`, bearer(token))).body).toEqual({
      ...one,
      ...{ session_count: 0, recent_logins: [] },
    });
  });

  test('are found by the service that they use', async () => {
    const token = await adminToken();
    const person = await join(acme);
    const web = await createClient({ ...profile, service: 'web' });
    await signIn(person, 'acme', web);
    const { body } = await get(`${users}?service_slug=web`, bearer(token));
    expect([body.total, body.users[0].user.id]).toEqual([1, person.userId]);
    expect(await get(`${users}?service_slug=nobodys`, bearer(token))).toMatchObject(
      failure(404, 'NOT_FOUND'),
    );
    expect((await get(`${users}?service_slug=%00`, bearer(token))).status).toBe(404);
  });

  test('are told one by one with their sessions here and their latest sign-ins', async () => {
    const token = await adminToken();
    const person = await join(acme);
    await prisma().membership.create({ data: { organizationId: other, userId: person.userId } });
    await signIn(person);
    await signIn(person, 'other');
    const { body } = await get(`${users}/${person.userId}`, bearer(token));
    expect(body.session_count).toBe(1);
    const { id } = await prisma().session.findFirstOrThrow({
      where: { userId: person.userId, organizationId: acme },
    });
    expect(body.recent_logins).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        user_id: person.userId,
        service_id: 'acme-cli',
        provider: 'email',
        created_at: start.toISOString(),
      },
    ]);
    // Whoever knows a session's id can end it (decision 019).
    expect(JSON.stringify(body)).not.toContain(id);
  });

  test('are signed out by their admin, here alone, with what they have allowed and not fetched', async () => {
    const token = await adminToken();
    const person = await join(acme);
    await prisma().membership.create({ data: { organizationId: other, userId: person.userId } });
    const [here, there] = [await signIn(person), await signIn(person, 'other')];
    await signIn(person);
    const waiting = (await post('/auth/device/code', { client_id: 'acme-cli', org: 'acme', service: 'cli' }))
      .body;
    await decide(person, waiting.user_code, 'allow', { organizationId: acme });
    expect(await remove(`${users}/${person.userId}/sessions`, token)).toMatchObject({
      status: 200,
      body: { message: expect.any(String), revoked_count: 2 },
    });
    expect((await get('/api/user', bearer(here))).status).toBe(401);
    expect((await get('/api/user', bearer(there))).status).toBe(200);
    const grant = { grant_type: 'device_code', device_code: waiting.device_code, client_id: 'acme-cli' };
    expect((await post('/auth/token', grant)).body.error).toBe('access_denied');
    expect((await remove(`${users}/${person.userId}/sessions`, token)).body.revoked_count).toBe(0);
    const rows = await prisma().auditEvent.findMany({
      where: { userId: person.userId, action: 'session.revoked' },
    });
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ organizationId: acme, detail: { reason: 'revoked_by_admin' } });
  });
});

test('revoking and redeeming at the same time leaves nothing signed in', async () => {
  const token = await adminToken();
  const person = await join(acme);
  const asked = { client_id: 'acme-cli', org: 'acme', service: 'cli' };
  const devices = [];
  for (let i = 0; i < 12; i++) {
    const { body } = await post('/auth/device/code', asked);
    await decide(person, body.user_code, 'allow', { organizationId: acme });
    devices.push(body.device_code);
  }
  const redeem = (device_code: string) =>
    post('/auth/token', { grant_type: 'device_code', device_code, client_id: 'acme-cli' });
  const end = () => remove(`${users}/${person.userId}/sessions`, token);
  const polls = devices.map(redeem);
  const ended = await Promise.all([end(), end(), end()]);
  const redeemed = (await Promise.all(polls)).filter(({ status }) => status === 200).length;
  expect(ended.reduce((sum, { body }) => sum + body.revoked_count, 0)).toBe(redeemed);
  expect(await prisma().session.count({ where: { userId: person.userId, revokedAt: null } })).toBe(0);
});

describe('whoever may not', () => {
  const calls = (org: string, id: string, token: string) => [
    get(`/api/organizations/${org}/users`, bearer(token)),
    get(`/api/organizations/${org}/users/${id}`, bearer(token)),
    remove(`/api/organizations/${org}/users/${id}/sessions`, token),
  ];

  test.each<[string, () => Promise<string>]>([
    ['a member', async () => signIn(await join(acme))],
    ['an admin of another organization', async () => signIn(await join(other, 'admin'), 'other')],
    [
      'an admin whose device is signed in for another organization',
      async () => {
        const person = await join(acme, 'owner');
        await prisma().membership.create({ data: { organizationId: other, userId: person.userId } });
        return signIn(person, 'other');
      },
    ],
    [
      'an admin whose program has not the scope',
      async () =>
        signIn(await join(acme, 'admin'), 'acme', await createClient({ ...profile, scopes: ['email'] })),
    ],
    [
      'who was an admin',
      async () => {
        const person = await join(acme, 'admin');
        const token = await signIn(person);
        await prisma().membership.updateMany({ where: { userId: person.userId }, data: { role: 'member' } });
        return token;
      },
    ],
  ])('%s is 403, and nothing is changed', async (_who, tokenOf) => {
    const person = await join(acme);
    const own = await signIn(person);
    for (const answer of calls('acme', person.userId, await tokenOf()))
      expect(await answer).toMatchObject(failure(403, 'FORBIDDEN'));
    expect((await get('/api/user', bearer(own))).status).toBe(200);
  });

  test('an admin is told of no other organization whether it is there', async () => {
    const token = await adminToken();
    for (const org of ['other', 'nobodys', '%00'])
      for (const answer of calls(org, newId(start), token))
        expect(await answer).toMatchObject(failure(403, 'FORBIDDEN'));
  });

  test.each([newId(start), 'nobody', "'", '%00'])('the user %s is 404', async (id) => {
    const [, one, sessions] = calls('acme', id, await adminToken());
    for (const answer of [one!, sessions!]) expect(await answer).toMatchObject(failure(404, 'NOT_FOUND'));
  });

  test('somebody of another organization is 404', async () => {
    const stranger = await join(other);
    const [, one, sessions] = calls('acme', stranger.userId, await adminToken());
    for (const answer of [one!, sessions!]) expect(await answer).toMatchObject(failure(404, 'NOT_FOUND'));
  });

  test('nobody at all is 401', async () => {
    expect(await get(users)).toMatchObject(failure(401, 'UNAUTHORIZED'));
    expect(await get(users, bearer('dc_key_x'))).toMatchObject(failure(401, 'TOKEN_EXPIRED'));
  });

  test.each(['page=x', 'limit=-1', 'limit=1.5', 'page=99999999999999999999'])(
    'who asks with %s is told what is wrong',
    async (query) => {
      expect(await get(`${users}?${query}`, bearer(await adminToken()))).toMatchObject(
        failure(400, 'BAD_REQUEST'),
      );
    },
  );

  test('an API key of the organization may what its scopes say', async () => {
    const key = 'an API key of the test, declared';
    await prisma().apiKey.create({
      data: {
        ...{ id: newId(start), hash: Uint8Array.from(sha256('k'.repeat(40))), name: key, createdAt: start },
        ...{ organizationId: acme, scopes: ['people:read'] },
      },
    });
    const person = await join(acme);
    const [list, one, sessions] = calls('acme', person.userId, 'k'.repeat(40));
    expect((await list!).status).toBe(200);
    expect((await one!).status).toBe(200);
    expect(await sessions!).toMatchObject(failure(403, 'FORBIDDEN'));
  });
});
