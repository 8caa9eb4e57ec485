import { beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { createDpopKey, makeProof } from '@/lib/testing/dpop';
import { createClient, createSignedInPerson, enter, isLive } from '@/lib/testing/factories';
import { allowElsewhere, statementsOf, withNode } from '@/lib/testing/node';
import { type Answer, send, withClock } from '@/lib/testing/wire';

/** What the database is asked for a whole request, from the route's function to the answer, of a client that is known. */
const node = withNode(withDatabase());
withClock();
const secret = 'a secret';
const [own, another] = ['https://one.example.com', 'https://two.example.com'];
/** Plain; with signed tokens; with APIs of its own; and one that may bind its tokens. */
const profiles = {
  plain: { scopes: ['profile', 'email'] },
  signed: { scopes: ['openid', 'email'], accessTokenFormat: 'jwt' },
  apis: { scopes: ['profile', 'email'], resources: [own, another] },
  bound: { scopes: ['profile', 'email'], dpop: 'optional' },
} as const;
let person: Person;
beforeAll(async () => {
  person = await createSignedInPerson();
  for (const [id, profile] of Object.entries(profiles))
    await createClient(
      { id, ...profile, scopes: [...profile.scopes], ...{ resources: resourcesOf(profile) } },
      secret,
    );
  await createClient({ id: 'public', scopes: ['profile'] });
  await node.told();
});
const resourcesOf = (profile: object): string[] =>
  'resources' in profile ? [...(profile.resources as readonly string[])] : [];

type Id = keyof typeof profiles | 'public';
const ask = (client_id: Id, path: string, form: Record<string, string>, headers = {}): Promise<Answer> => {
  const who = { client_id, ...(client_id === 'public' ? {} : { client_secret: secret }) };
  return send('POST', `/oauth2/${path}`, { form: { ...who, ...form }, headers });
};
const askDevice = (id: Id, form = {}, headers = {}) => ask(id, 'device_authorization', form, headers);
const askTokens = (id: Id, device_code: string, form = {}, headers = {}) =>
  ask(
    id,
    'token',
    { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code, ...form },
    headers,
  );
const askRefresh = (id: Id, refresh_token: string, form = {}, headers = {}) =>
  ask(id, 'token', { grant_type: 'refresh_token', refresh_token, ...form }, headers);

async function allowDevice(id: Id, form = {}): Promise<string> {
  const { body } = await askDevice(id, form);
  await allowElsewhere(person, await enter(person, body.user_code));
  await node.told();
  return body.device_code;
}
const tokensOf = async (id: Id, form = {}) => (await askTokens(id, await allowDevice(id, form))).body;
const proven = async (key: Awaited<ReturnType<typeof createDpopKey>>) => ({ dpop: await makeProof(key) });

/** The keys that sign are read every two seconds while they are used, beside all requests. */
async function costOf(run: () => Promise<Answer>): Promise<[status: number, ...statements: string[]]> {
  let status = 0;
  const statements = await statementsOf(async () => {
    ({ status } = await run());
  });
  return [status, ...statements.filter((name) => !name.includes('signing_keys'))];
}

describe.each<Id>(['plain', 'signed', 'apis', 'bound', 'public'])('one statement each: %s', (id) => {
  test('a device request, a redemption and a refresh', async () => {
    await askDevice(id);
    expect(await costOf(() => askDevice(id))).toEqual([200, 'insert_device_grant']);
    const code = await allowDevice(id);
    expect(await costOf(() => askTokens(id, code))).toEqual([200, 'claim_device_grant']);
    const tokens = await tokensOf(id);
    expect(await costOf(() => askRefresh(id, tokens.refresh_token))).toEqual([200, 'rotate_refresh_token']);
  });

  test('nothing for a pending poll', async () => {
    const { body } = await askDevice(id);
    expect(await costOf(() => askTokens(id, body.device_code))).toEqual([400]);
  });
});

// Who asks has a secret.
describe.each<Id>(['plain', 'signed', 'apis', 'bound'])('one statement each: %s', (id) => {
  test('an introspection, of what lives and of what does not', async () => {
    const tokens = await tokensOf(id);
    for (const token of [tokens.access_token, tokens.refresh_token])
      expect(await costOf(() => ask(id, 'introspection', { token }))).toEqual([200, 'find_shown_token']);
    await ask(id, 'revoke', { token: tokens.refresh_token });
    expect(await costOf(() => ask(id, 'introspection', { token: tokens.access_token }))).toEqual([
      200,
      'find_shown_token',
    ]);
    expect((await ask(id, 'introspection', { token: tokens.access_token })).body).toEqual({ active: false });
  });
});

describe('what is not plain is still right', () => {
  test('fewer scopes are granted, and the next refresh has all again', async () => {
    const tokens = await tokensOf('plain');
    const narrow = (await askRefresh('plain', tokens.refresh_token, { scope: 'email' })).body;
    expect(narrow.scope).toBe('email');
    expect((await askRefresh('plain', narrow.refresh_token)).body.scope).toBe('profile email');
  });

  test('a device that asked for less gets no more', async () => {
    const code = await allowDevice('plain', { scope: 'email' });
    const tokens = (await askTokens('plain', code)).body;
    expect(tokens.scope).toBe('email');
    expect((await askRefresh('plain', tokens.refresh_token)).body.scope).toBe('email');
  });

  test('one resource of several, at the redemption and at the refresh', async () => {
    const audience = async (token: string) => (await ask('apis', 'introspection', { token })).body.aud;
    const code = await allowDevice('apis');
    const tokens = (await askTokens('apis', code, { resource: own })).body;
    expect(await audience(tokens.access_token)).toBe(own);
    const all = (await askRefresh('apis', tokens.refresh_token)).body;
    expect(await audience(all.access_token)).toEqual(expect.arrayContaining([own, another]));
    const other = (await askRefresh('apis', all.refresh_token, { resource: another })).body;
    expect(await audience(other.access_token)).toBe(another);
  });

  test('a resource that the device did not ask for is refused, and the code is still good', async () => {
    const code = await allowDevice('apis', { resource: own });
    expect((await askTokens('apis', code, { resource: another })).body.error).toBe('invalid_target');
    const tokens = (await askTokens('apis', code)).body;
    expect((await ask('apis', 'introspection', { token: tokens.access_token })).body.aud).toBe(own);
    expect((await askRefresh('apis', tokens.refresh_token, { resource: another })).body.error).toBe(
      'invalid_target',
    );
    expect((await askRefresh('apis', tokens.refresh_token)).status).toBe(200);
  });

  test('a proof binds, and what is bound is of no use without one', async () => {
    const [key, thief] = [await createDpopKey(), await createDpopKey()];
    const { body } = await askDevice('bound', { dpop_jkt: key.jkt });
    await allowElsewhere(person, await enter(person, body.user_code));
    await node.told();
    expect((await askTokens('bound', body.device_code)).body.error).toBe('invalid_dpop_proof');
    expect((await askTokens('bound', body.device_code, {}, await proven(thief))).body.error).toBe(
      'invalid_grant',
    );
    const tokens = (await askTokens('bound', body.device_code, {}, await proven(key))).body;
    expect(tokens.token_type).toBe('DPoP');
    const seen = (await ask('bound', 'introspection', { token: tokens.access_token })).body;
    expect(seen.cnf).toEqual({ jkt: key.jkt });
  });

  test('an approved code that runs out is expired_token, and one of another client is invalid_grant', async () => {
    const code = await allowDevice('plain');
    expect((await askTokens('public', code)).body.error).toBe('invalid_grant');
    const tokens = (await askTokens('plain', code)).body;
    expect(await isLive(tokens.access_token)).toBe(true);
  });
});
