import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { knowClient, recallClient } from '@/lib/clients/remembered';
import type { Client } from '@/lib/clients/store';
import { sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { createDpopKey, makeProof } from '@/lib/testing/dpop';
import {
  allow,
  contextAt,
  createClient,
  createSignedInPerson,
  enter,
  later,
  start,
} from '@/lib/testing/factories';
import { statementsOf, withNode } from '@/lib/testing/node';
import { type Answer, send, withClock } from '@/lib/testing/wire';

const database = withDatabase();
const node = withNode(database);
const clock = withClock();
let person: Person;
let other: pg.Client;
beforeAll(async () => {
  person = await createSignedInPerson();
  other = new pg.Client({ connectionString: database.connectionString() });
  await other.connect();
});
afterAll(() => other.end());
beforeEach(() => clock.at(0));
afterEach(node.hearAgain);

const secret = 'the first secret';
const second = 'the second secret';

/** Two scopes, and two secrets of which the first is used; or none, and the client is public. */
async function createOne({ isPublic = false } = {}) {
  const client = await createClient(
    { scopes: ['profile', 'email'], dpop: 'optional' },
    isPublic ? undefined : secret,
  );
  if (!isPublic) await addSecret(client, second);
  await node.told();
  return {
    client,
    as: isPublic ? { client_id: client.id } : { client_id: client.id, client_secret: secret },
  };
}
type One = Awaited<ReturnType<typeof createOne>>;

const addSecret = ({ id }: Client, added: string) =>
  prisma().clientSecret.create({ data: { clientId: id, hash: Uint8Array.from(sha256(added)) } });

const ask = ({ as }: One, path: string, form: Record<string, string>, headers = {}): Promise<Answer> =>
  send('POST', path, { form: { ...as, ...form }, headers });
const askDevice = (one: One, headers = {}) => ask(one, '/oauth2/device_authorization', {}, headers);
const askTokens = (one: One, device_code: string, headers = {}) =>
  ask(
    one,
    '/oauth2/token',
    { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code },
    headers,
  );

async function allowDevice(one: One, headers = {}): Promise<string> {
  const { body } = await askDevice(one, headers);
  await allow(person, await enter(person, body.user_code));
  await node.told();
  return body.device_code;
}

/** The four that act on what was decided by a client; each is prepared while the client is as it was. */
const verbs: Record<string, (one: One) => Promise<() => Promise<Answer>>> = {
  'device request': async (one) => () => askDevice(one),
  'redemption of what was heard': async (one) => {
    const code = await allowDevice(one);
    return () => askTokens(one, code);
  },
  'redemption of what was not': async (one) => {
    const code = await allowDevice(one);
    node.forget('devices');
    return () => askTokens(one, code);
  },
  'redemption for one resource': async (one) => {
    const code = await allowDevice(one);
    const { grant_type, resource } = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      resource: 'http://localhost:3000',
    };
    return () => ask(one, '/oauth2/token', { grant_type, resource, device_code: code });
  },
  refresh: async (one) => {
    const { body } = await askTokens(one, await allowDevice(one));
    return () =>
      ask(one, '/oauth2/token', { grant_type: 'refresh_token', refresh_token: body.refresh_token });
  },
  'refresh for fewer scopes': async (one) => {
    const { body } = await askTokens(one, await allowDevice(one));
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token, scope: 'profile' };
    return () => ask(one, '/oauth2/token', form);
  },
  introspection: async (one) => {
    const { body } = await askTokens(one, await allowDevice(one));
    return () => ask(one, '/oauth2/introspection', { token: body.access_token });
  },
  revocation: async (one) => {
    const { body } = await askTokens(one, await allowDevice(one));
    return () => ask(one, '/oauth2/revoke', { token: body.access_token });
  },
};
const verbNames = Object.keys(verbs);

const run = (sql: string, ...values: unknown[]) => other.query(sql, values);
const disable = ({ client }: One) =>
  run('UPDATE clients SET disabled_at = $2 WHERE id = $1', client.id, start);
const removeScope = ({ client }: One) =>
  run(`UPDATE clients SET scopes = array_remove(scopes, 'email') WHERE id = $1`, client.id);
const removeSecret = ({ client }: One) =>
  run('DELETE FROM client_secrets WHERE client_id = $1 AND hash = $2', client.id, sha256(secret));
const expireSecret = ({ client }: One) =>
  run(
    'UPDATE client_secrets SET expires_at = $3 WHERE client_id = $1 AND hash = $2',
    ...[client.id, sha256(secret), start],
  );

test('a client is read once', async () => {
  const one = await createOne();
  expect((await askDevice(one)).status).toBe(200);
  expect(await statementsOf(() => askDevice(one))).toEqual(['insert_device_grant']);
});

test('a client is read each time while the database tells nothing', async () => {
  const one = await createOne();
  await node.down();
  try {
    for (let round = 0; round < 2; round++)
      expect(await statementsOf(() => askDevice(one))).toEqual(['find_client', 'insert_device_grant']);
    await removeSecret(one);
    expect((await askDevice(one)).body.error).toBe('invalid_client');
  } finally {
    await node.up();
  }
});

test('a secret that runs out by itself counts until then', async () => {
  const one = await createOne();
  await run('UPDATE client_secrets SET expires_at = $2 WHERE client_id = $1', one.client.id, later(60));
  await node.told();
  expect((await askDevice(one)).status).toBe(200);
  clock.at(59);
  expect((await askDevice(one)).status).toBe(200);
  clock.at(60);
  expect((await askDevice(one)).body.error).toBe('invalid_client');
});

describe.each([
  ['that has been heard', () => node.told()],
  ['that has not been heard', () => node.miss('clients')],
])('a change %s', (_when, begin) => {
  const change = async (one: One, how: (one: One) => Promise<unknown>) => {
    await begin();
    await how(one);
    await node.told();
  };

  test.each(verbNames)('a disabled client may do nothing: %s', async (verb) => {
    const one = await createOne();
    const attempt = await verbs[verb]!(one);
    await change(one, disable);
    const { status, body } = await attempt();
    expect([status, body.error]).toEqual([400, 'invalid_client']);
  });

  test.each(verbNames)('a secret that is gone proves nothing: %s', async (verb) => {
    const one = await createOne();
    const attempt = await verbs[verb]!(one);
    await change(one, removeSecret);
    const { status, body } = await attempt();
    expect([status, body.error]).toEqual([400, 'invalid_client']);
    const renewed = { ...one, as: { client_id: one.client.id, client_secret: second } };
    expect((await askDevice(renewed)).status).toBe(200);
  });

  test.each(verbNames)('a secret that was ended proves nothing: %s', async (verb) => {
    const one = await createOne();
    const attempt = await verbs[verb]!(one);
    await change(one, expireSecret);
    expect((await attempt()).body.error).toBe('invalid_client');
  });

  test.each(verbNames.filter((verb) => verb !== 'introspection'))(
    'whoever proves nothing is refused from the first secret on: %s',
    async (verb) => {
      const one = await createOne({ isPublic: true });
      const attempt = await verbs[verb]!(one);
      await change(one, ({ client }) => addSecret(client, secret));
      expect((await attempt()).body.error).toBe('invalid_client');
    },
  );

  test.each(verbNames.slice(0, 5))('a scope that is gone is not granted: %s', async (verb) => {
    const one = await createOne();
    const attempt = await verbs[verb]!(one);
    await change(one, removeScope);
    const { status, body } = await attempt();
    expect(status).toBe(200);
    if (verb !== 'device request') return expect(body.scope).toBe('profile');
    const asked = await prisma().deviceGrant.findUniqueOrThrow({
      where: { deviceCodeHash: Uint8Array.from(sha256(body.device_code)) },
    });
    expect(asked.scopes).toEqual(['profile']);
  });

  test('a secret that is new proves who it is', async () => {
    const one = await createOne();
    await askDevice(one);
    await change(one, ({ client }) => addSecret(client, 'new'));
    const renewed = { ...one, as: { client_id: one.client.id, client_secret: 'new' } };
    expect((await askDevice(renewed)).status).toBe(200);
  });

  test.each([
    ['device_flow = true', 'device_flow = false', {}],
    [`resources = '{https://api.example.com}'`, `resources = '{}'`, { resource: 'https://api.example.com' }],
  ])('what is allowed since is allowed: %s', async (since, before, form) => {
    const one = await createOne();
    await run(`UPDATE clients SET ${before} WHERE id = $1`, one.client.id);
    await node.told();
    const attempt = () => ask(one, '/oauth2/device_authorization', form);
    expect((await attempt()).status).toBe(400);
    await change(one, ({ client }) => run(`UPDATE clients SET ${since} WHERE id = $1`, client.id));
    expect((await attempt()).status).toBe(200);
  });

  test.each(['device request', 'redemption', 'refresh'])(
    'what is decided again is decided with the same proof: %s',
    async (verb) => {
      const key = await createDpopKey();
      const path = verb === 'device request' ? 'device_authorization' : 'token';
      const claims = { htu: `http://localhost:3000/oauth2/${path}` };
      const proven = async () => ({ dpop: await makeProof(key, { claims }) });
      const one = await createOne({ isPublic: true });
      const code = await allowDevice(one);
      const tokens = verb === 'refresh' ? await askTokens(one, code, await proven()) : null;
      await change(one, removeScope);
      const headers = await proven();
      const answer = tokens
        ? await ask(
            one,
            '/oauth2/token',
            { grant_type: 'refresh_token', refresh_token: tokens.body.refresh_token },
            headers,
          )
        : await (verb === 'redemption' ? askTokens(one, code, headers) : askDevice(one, headers));
      expect([answer.status, answer.body.error]).toEqual([200, undefined]);
    },
  );
});

describe('every change is told, whoever makes it', () => {
  const versionOf = async ({ client }: One) =>
    (await prisma().client.findUnique({ where: { id: client.id } }))?.version;
  const scopesOf = async ({ client: { id } }: One) =>
    (recallClient(contextAt(start), id) ?? (await knowClient(contextAt(start), id)))?.scopes;
  const remembers = ({ client }: One) => recallClient(contextAt(start), client.id) !== null;

  test.each<[string, (one: One) => Promise<unknown>]>([
    ['a profile, by SQL', removeScope],
    [
      'a profile, by Prisma',
      ({ client: { id } }) => prisma().client.update({ where: { id }, data: { name: 'New' } }),
    ],
    ['disabled', disable],
    ['a secret more', ({ client }) => addSecret(client, 'the third secret')],
    ['a secret changed', expireSecret],
    ['a secret less', removeSecret],
    ['all secrets gone', ({ client }) => run('DELETE FROM client_secrets WHERE client_id = $1', client.id)],
    ['a version set back', ({ client }) => run('UPDATE clients SET version = 1 WHERE id = $1', client.id)],
  ])('%s', async (_what, how) => {
    const one = await createOne();
    await knowClient(contextAt(start), one.client.id);
    expect(remembers(one)).toBe(true);
    const before = (await versionOf(one))!;
    await how(one);
    await node.told();
    expect(await versionOf(one)).toBeGreaterThan(before);
    expect(remembers(one)).toBe(false);
  });

  test('deleted, and made anew with another profile', async () => {
    const one = await createOne({ isPublic: true });
    expect((await askDevice(one)).status).toBe(200);
    await run('DELETE FROM device_grants WHERE client_id = $1', one.client.id);
    await run('DELETE FROM clients WHERE id = $1', one.client.id);
    await createClient({ id: one.client.id, scopes: ['profile'] });
    await node.told();
    expect(await scopesOf(one)).toEqual(['profile']);
  });

  test('a change while the client is read leaves nothing old behind', async () => {
    const one = await createOne();
    const [known] = await Promise.all([knowClient(contextAt(start), one.client.id), removeScope(one)]);
    expect(known).not.toBeNull();
    await node.told();
    expect(await scopesOf(one)).toEqual(['profile']);
  });
});
