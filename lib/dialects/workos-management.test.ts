import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPerson } from '@/lib/accounts/store';
import { createApiKey } from '@/lib/api-keys/store';
import { presetProfile } from '@/lib/clients/presets';
import { newId, randomSecret, sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  createClient,
  createSignedInPerson,
  createTokens,
  isLive,
  later,
  start,
} from '@/lib/testing/factories';
import { bearer, get, post, send, withClock } from '@/lib/testing/wire';
import { formatApiKey } from '@/lib/tokens/format';

withDatabase();
const clock = withClock();

const scopes = ['people:read', 'sessions:read', 'sessions:write'] as const;
type Owner = { userId: string } | { organizationId: string };
async function keyOf(owner: Owner, held: readonly string[] = scopes): Promise<string> {
  const key = formatApiKey(randomSecret());
  await createApiKey(prisma(), start, {
    ...{ hash: sha256(key), name: 'test', scopes: [...held], managedByFile: false },
    ...{ organizationId: null, expiresAt: null, revokedAt: null, ...owner },
  });
  return key;
}

const users = '/user_management/users';
const revokePath = '/user_management/sessions/revoke';
const nobody = '019b0000-0000-7000-8000-000000000000';
const failure = (status: number, code: string) => ({
  status,
  body: { message: expect.any(String), code },
});

let boss: Person;
let pat: Person;
let acme: string;
let elsewhere: string;
/** A platform administrator's, of the organization that Pat is of, and of one that they are not of. */
let key: string;
let acmeKey: string;
let elsewhereKey: string;
beforeAll(async () => {
  boss = await createSignedInPerson('boss@example.com');
  await prisma().user.update({ where: { id: boss.userId }, data: { role: 'admin' } });
  pat = await createSignedInPerson('pat@example.com');
  [acme, elsewhere] = [newId(start), newId(start)];
  await prisma().organization.createMany({
    data: [
      { id: acme, slug: 'acme', name: 'Acme' },
      { id: elsewhere, slug: 'elsewhere', name: 'Elsewhere' },
    ],
  });
  await prisma().membership.deleteMany({ where: { userId: pat.userId } });
  await prisma().membership.create({ data: { organizationId: acme, userId: pat.userId } });
  key = await keyOf({ userId: boss.userId });
  acmeKey = await keyOf({ organizationId: acme });
  elsewhereKey = await keyOf({ organizationId: elsewhere });
});

const as = (path: string, holder = key) => get(path, bearer(holder));

describe('a user', () => {
  test('is told with everything that there is', async () => {
    expect(await as(`${users}/${pat.userId}`)).toMatchObject({ status: 200 });
    expect((await as(`${users}/${pat.userId}`)).body).toEqual({
      ...{ object: 'user', id: pat.userId, email: 'pat@example.com', email_verified: true },
      ...{ first_name: 'Pat', last_name: 'Doe', profile_picture_url: null, external_id: null },
      ...{ metadata: {}, locale: null, last_sign_in_at: start.toISOString() },
      ...{ created_at: start.toISOString(), updated_at: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
  });

  test('is there for a key of their organization, who is told of no browser, and for no other’s', async () => {
    expect((await as(`${users}/${pat.userId}`, acmeKey)).body).toMatchObject({
      ...{ id: pat.userId, last_sign_in_at: null },
    });
    expect(await as(`${users}/${pat.userId}`, elsewhereKey)).toMatchObject(failure(404, 'entity_not_found'));
  });

  test.each([nobody, 'user_01H', '%00', 'a%2Fb'])('that is none is 404: %s', async (id) => {
    expect(await as(`${users}/${id}`)).toMatchObject(failure(404, 'entity_not_found'));
    expect(await as(`${users}/${id}/sessions`)).toMatchObject(failure(404, 'entity_not_found'));
  });
});

describe('who may', () => {
  const calls: [string, string, (holder: string | null) => Promise<unknown>][] = [
    ['a user', 'people:read', (holder) => get(`${users}/${pat.userId}`, holder ? bearer(holder) : {})],
    ['users', 'people:read', (holder) => get(users, holder ? bearer(holder) : {})],
    [
      'sessions',
      'sessions:read',
      (holder) => get(`${users}/${pat.userId}/sessions`, holder ? bearer(holder) : {}),
    ],
    [
      'revoking',
      'sessions:write',
      (holder) => post(revokePath, { session_id: nobody }, holder ? bearer(holder) : {}),
    ],
  ];

  test.each(calls)('%s: nobody without a key, and none without %s', async (_what, scope, call) => {
    expect(await call(null)).toMatchObject(failure(401, 'unauthorized'));
    expect(await call('sk_test')).toMatchObject(failure(401, 'unauthorized'));
    expect(await call(formatApiKey(randomSecret()))).toMatchObject(failure(401, 'unauthorized'));
    const others = scopes.filter((one) => one !== scope);
    expect(await call(await keyOf({ userId: boss.userId }, others))).toMatchObject(failure(403, 'forbidden'));
  });

  test.each(calls)(
    '%s: no key of somebody who administers nothing, whatever its scopes',
    async (_w, _s, call) => {
      expect(await call(await keyOf({ userId: pat.userId }))).toMatchObject(failure(403, 'forbidden'));
    },
  );

  test('an administrator’s device, for what it was signed in for, while they are one', async () => {
    const preset = presetProfile('workos');
    const client = await createClient({ ...preset, name: 'x', scopes: [...preset.scopes, ...scopes] });
    const where = { organizationId_userId: { organizationId: acme, userId: pat.userId } };
    await prisma().membership.update({ where, data: { role: 'admin' } });
    const { accessToken } = await createTokens(client, pat);
    expect((await as(users, accessToken)).body.data).toMatchObject([{ id: pat.userId }]);
    expect(await as(`${users}/${boss.userId}`, accessToken)).toMatchObject(failure(404, 'entity_not_found'));
    const sent = { form: { session_id: nobody }, headers: bearer(accessToken) };
    expect(await send('POST', revokePath, sent)).toMatchObject(failure(404, 'entity_not_found'));
    await prisma().membership.update({ where, data: { role: 'member' } });
    expect(await as(users, accessToken)).toMatchObject(failure(403, 'forbidden'));
    const member = await createTokens(client, pat);
    expect(await as(users, member.accessToken)).toMatchObject(failure(403, 'forbidden'));
    await prisma().session.deleteMany();
  });
});

describe.each(['users', 'sessions'])('a page of %s', (what) => {
  const path = () => (what === 'users' ? users : `${users}/${pat.userId}/sessions`);
  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1e2', 'limit'],
    ['order=newest', 'order'],
    ['after=x', 'after'],
    [`after=${nobody}`, 'after'],
    [`before=${nobody}`, 'before'],
    [`before=${nobody}&after=${nobody}`, 'before'],
  ])('cannot be asked for with %s', async (query, field) => {
    expect(await as(`${path()}?${query}`)).toEqual(
      expect.objectContaining({
        status: 422,
        body: {
          message: expect.stringContaining(field),
          code: 'invalid_request',
          errors: [{ field, code: `invalid_${field}`, message: expect.any(String) }],
        },
      }),
    );
  });

  test.each(['limit=1&limit=2', 'limit=%00', 'email=%ED%A0%80%00'])(
    'nor with what no parameter is: %s',
    async (query) => expect(await as(`${path()}?${query}`)).toMatchObject(failure(400, 'invalid_request')),
  );

  test('may be asked for with what is empty, or not known', async () => {
    expect((await as(`${path()}?limit=&after=&before=&order=&nonsense=1`)).status).toBe(200);
  });
});

/** Every page after the first, and back again. */
async function walk(path: string, query: string, holder = key) {
  const forth: string[][] = [];
  const back: string[][] = [];
  const page = async (place: string) => {
    const { status, body } = await as(`${path}?${query}${place}`, holder);
    expect(status).toBe(200);
    expect(body.object).toBe('list');
    return {
      ids: body.data.map(({ id }: { id: string }) => id) as string[],
      ...(body.list_metadata as { before: string | null; after: string | null }),
    };
  };
  let at = await page('');
  expect(at.before).toBeNull();
  forth.push(at.ids);
  while (at.after) {
    at = await page(`&after=${at.after}`);
    forth.push(at.ids);
  }
  back.push(at.ids);
  while (at.before) {
    at = await page(`&before=${at.before}`);
    back.unshift(at.ids);
  }
  return { forth, back };
}

describe('users are listed', () => {
  let ids: string[];
  beforeAll(async () => {
    for (let at = 1; at <= 23; at++)
      await createPerson(prisma(), { email: `p${at}@example.com`, emailVerified: null }, later(at % 5));
    const all = await prisma().user.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
    ids = all.map(({ id }) => id);
  });
  const emails = async (query: string, holder = key) =>
    (await as(`${users}?${query}`, holder)).body.data.map(({ email }: { email: string }) => email);

  test('ten of them, the newest first, unless it is said otherwise', async () => {
    const { body } = await as(users);
    expect(body).toMatchObject({ object: 'list', list_metadata: { before: null, after: ids[9] } });
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 10));
    expect(body.data[0]).toMatchObject({ object: 'user', last_sign_in_at: null, email_verified: false });
  });

  test.each([
    ['desc', 1],
    ['desc', 7],
    ['desc', 25],
    ['asc', 1],
    ['asc', 7],
    ['asc', 25],
    ['asc', 100],
  ])('forth and back, each once: %s, %i at a time', async (order, limit) => {
    const { forth, back } = await walk(users, `order=${order}&limit=${limit}`);
    expect(forth.flat()).toEqual(order === 'desc' ? ids : ids.toReversed());
    expect(back).toEqual(forth);
    for (const page of forth.slice(0, -1)) expect(page).toHaveLength(limit);
  });

  test.each([
    ['the whole address', 'email=p7@example.com', ['p7@example.com']],
    ['in whatever case', 'email=%20P7@Example.com', ['p7@example.com']],
    ['no part of one', 'email=p7', []],
    ['nor a pattern', 'email=p_@example.com', []],
  ])('by %s', async (_what, query, found) => {
    for (const order of ['asc', 'desc'])
      expect(await emails(`${query}&limit=1&order=${order}`)).toEqual(found);
  });

  test('by their organization', async () => {
    expect(await emails(`organization_id=${acme}`)).toEqual(['pat@example.com']);
    expect(await emails(`organization_id=${acme}&email=pat@example.com`)).toEqual(['pat@example.com']);
    expect(await emails(`organization_id=${acme}&email=p7@example.com`)).toEqual([]);
    // Of another organization a key learns nothing, not even which of its own people belong there as well.
    await prisma().membership.create({ data: { organizationId: elsewhere, userId: pat.userId } });
    expect(await emails(`organization_id=${elsewhere}`, acmeKey)).toEqual([]);
    expect(await emails(`organization_id=${elsewhere}`)).toEqual(['pat@example.com']);
    await prisma().membership.deleteMany({ where: { organizationId: elsewhere, userId: pat.userId } });
    for (const none of [nobody, 'org_01H']) expect(await emails(`organization_id=${none}`)).toEqual([]);
  });

  test('as far as a key reaches', async () => {
    expect(await emails('', acmeKey)).toEqual(['pat@example.com']);
    expect(await emails('', elsewhereKey)).toEqual([]);
    expect(await emails(`organization_id=${acme}`, elsewhereKey)).toEqual([]);
    expect(await emails('email=pat@example.com', elsewhereKey)).toEqual([]);
    for (const place of ['after', 'before'])
      expect((await as(`${users}?${place}=${pat.userId}`, elsewhereKey)).status).toBe(422);
  });
});

describe('sessions of a user', () => {
  const path = () => `${users}/${pat.userId}/sessions`;
  const insert = (at: number, organizationId: string | null, more: object = {}) =>
    prisma().session.create({
      data: {
        ...{ id: newId(later(at)), userId: pat.userId, clientId: 'cli', organizationId, amr: ['email'] },
        ...{ authenticatedAt: start, createdAt: later(at), lastUsedAt: later(at), expiresAt: later(3_600) },
        ...more,
      },
    });
  beforeAll(async () => {
    await createClient({ id: 'cli' });
    clock.at(100);
  });
  beforeEach(() => prisma().session.deleteMany());

  test('are told with everything that there is', async () => {
    await insert(0, acme, { ip: '192.0.2.1', userAgent: 'acme/1.0', amr: ['fed', 'github'] });
    const [row] = await prisma().session.findMany();
    expect((await as(path())).body).toEqual({
      object: 'list',
      list_metadata: { before: null, after: null },
      data: [
        {
          ...{ object: 'session', id: row!.id, user_id: pat.userId, organization_id: acme },
          ...{ ip_address: '192.0.2.1', user_agent: 'acme/1.0', auth_method: 'oauth', status: 'active' },
          ...{ expires_at: later(3_600).toISOString(), ended_at: null },
          ...{ created_at: start.toISOString(), updated_at: start.toISOString() },
        },
      ],
    });
  });

  test('stand as they stand', async () => {
    const elsewheres = await createClient({ disabledAt: start });
    await insert(1, acme);
    await insert(2, acme, { revokedAt: later(9), revokedReason: 'revoked_by_admin' });
    await insert(3, acme, { expiresAt: later(50) });
    await insert(4, acme, { expiresAt: later(50), revokedAt: later(50), revokedReason: 'expired' });
    await insert(5, acme, { clientId: elsewheres.id });
    await insert(6, null);
    const { body } = await as(`${path()}?order=asc`);
    const at = (seconds: number) => later(seconds).toISOString();
    expect(body.data).toMatchObject([
      { status: 'active', ended_at: null, updated_at: at(1) },
      { status: 'revoked', ended_at: at(9), updated_at: at(9) },
      { status: 'expired', ended_at: at(50) },
      { status: 'expired', ended_at: at(50) },
      { status: 'revoked', ended_at: null },
      { status: 'active' },
    ]);
    expect(body.data[5]).not.toHaveProperty('organization_id');
  });

  test.each([
    ['desc', 1, 'everything'],
    ['desc', 4, 'everything'],
    ['asc', 1, 'everything'],
    ['asc', 4, 'everything'],
    ['desc', 2, 'their organization'],
    ['asc', 2, 'their organization'],
  ])(
    'are paged forth and back, each once: %s, %i at a time, for a key of %s',
    async (order, limit, reach) => {
      for (let at = 0; at < 13; at++) await insert(at % 4, at % 2 ? acme : null);
      const where = reach === 'everything' ? {} : { organizationId: acme };
      const all = await prisma().session.findMany({
        ...{ where, orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }] },
      });
      const ids = all.map(({ id }) => id);
      const holder = reach === 'everything' ? key : acmeKey;
      const { forth, back } = await walk(path(), `order=${order}&limit=${limit}`, holder);
      expect(forth.flat()).toEqual(order === 'desc' ? ids : ids.toReversed());
      expect(back).toEqual(forth);
    },
  );

  test('are found among very many of other organizations, in one full page', async () => {
    await prisma().$executeRaw`
      INSERT INTO sessions (id, user_id, client_id, organization_id, authenticated_at, created_at, last_used_at, expires_at)
      SELECT gen_random_uuid(), ${pat.userId}::uuid, 'cli',
             CASE WHEN n <= 3 OR n > 9000 THEN ${acme}::uuid END, ${start}, ${start}::timestamptz - n * interval '1 second',
             ${start}, ${later(3_600)} FROM generate_series(1, 12200) n`;
    const page = await as(`${path()}?limit=5`, acmeKey);
    expect(page.body.data).toHaveLength(5);
    expect(page.body.list_metadata.after).toBe(page.body.data[4].id);
    const next = await as(`${path()}?limit=5&after=${page.body.data[4].id}`, acmeKey);
    expect(next.body.data).toHaveLength(5);
    const back = await as(`${path()}?limit=5&before=${next.body.list_metadata.before}`, acmeKey);
    expect(back.body.data).toEqual(page.body.data);
  });

  test('go on only from one of them, and within reach', async () => {
    const [mine, others] = [await insert(1, acme), await insert(2, null)];
    const ofBoss = await insert(3, acme, { userId: boss.userId });
    expect((await as(`${path()}?after=${mine.id.toUpperCase()}`, acmeKey)).status).toBe(200);
    expect((await as(`${path()}?after=${others.id}`, acmeKey)).status).toBe(422);
    expect((await as(`${path()}?after=${ofBoss.id}`)).status).toBe(422);
    expect(await as(path(), elsewhereKey)).toMatchObject(failure(404, 'entity_not_found'));
  });
});

describe('revoking', () => {
  let id: string;
  let accessToken: string;
  beforeEach(async () => {
    clock.at(0);
    const tokens = await createTokens(await createClient(), pat);
    [accessToken, id] = [tokens.accessToken, tokens.subject.sessionId];
  });
  const revoke = (session_id: unknown, holder = acmeKey) => post(revokePath, { session_id }, bearer(holder));

  test('ends the session, audited, and tells how it stands; again, the same', async () => {
    const ended = {
      status: 200,
      body: { object: 'session', id, user_id: pat.userId, status: 'revoked', ended_at: start.toISOString() },
    };
    expect(await revoke(id)).toMatchObject(ended);
    expect(await isLive(accessToken)).toBe(false);
    clock.at(5);
    expect(await revoke(id)).toMatchObject(ended);
    expect(
      await prisma().auditEvent.findMany({ where: { targetId: id, action: 'session.revoked' } }),
    ).toMatchObject([{ actorType: 'api_key', detail: { reason: 'revoked_by_admin' } }]);
  });

  test.each([nobody, 'session_01H'])('what is none is 404: %s', async (one) => {
    expect(await revoke(one)).toMatchObject(failure(404, 'entity_not_found'));
  });

  test('what is beyond reach is 404, and lives on', async () => {
    expect(await revoke(id, elsewhereKey)).toMatchObject(failure(404, 'entity_not_found'));
    expect(await isLive(accessToken)).toBe(true);
  });

  test.each([
    ['nothing', undefined, 422],
    ['nothing in particular', '', 422],
    ['an object', {}, 400],
    ['a list', [nobody], 400],
  ])('takes no %s', async (_what, one, status) => {
    expect(await revoke(one)).toMatchObject(failure(status, 'invalid_request'));
    expect(await isLive(accessToken)).toBe(true);
  });

  test('takes forms as well, and nothing else', async () => {
    const form = { form: { session_id: id }, headers: bearer(acmeKey) };
    expect(await send('POST', revokePath, form)).toMatchObject({ status: 200 });
    const text = { text: id, headers: { ...bearer(acmeKey), 'content-type': 'text/plain' } };
    expect(await send('POST', revokePath, text)).toMatchObject(failure(415, 'unsupported_media_type'));
  });
});
