import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { presetProfile } from '@/lib/clients/presets';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  enter,
  isLive,
  later,
  redeem,
  refresh,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { bearer, get, post, send, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();
const origin = 'http://localhost:3000';

let client: Client;
let person: Person & { cookie: string };
beforeAll(async () => {
  client = await createClient({ ...presetProfile('better-auth'), name: 'Better Skills' });
});
beforeEach(async () => {
  clock.at(0);
  person = await createSignedInPerson();
});

const session = (headers?: Record<string, string>) => get('/api/auth/get-session', headers);
/** As Better Skills' CLI does it: neither a body nor a content type. */
const signOut = (headers: Record<string, string> = {}) => send('POST', '/api/auth/sign-out', { headers });
const cookie = () => `doorcode.session=${person.cookie}`;
const none = { status: 200, text: 'null' };
const done = { status: 200, body: { success: true } };
const signInDevice = async (of = client) => (await createTokens(of, person)).accessToken;
const giveApp = () =>
  prisma().authenticator.create({
    data: {
      userId: person.userId,
      secretEncrypted: Uint8Array.from([1]),
      lastUsedStep: 0n,
      createdAt: start,
    },
  });

describe('get-session', () => {
  test('by a token is the device’s, as better-auth writes it', async () => {
    const token = await signInDevice();
    const answer = await session(bearer(token));
    const { id } = await prisma().session.findFirstOrThrow({ where: { userId: person.userId } });
    const { createdAt, updatedAt } = await prisma().user.findUniqueOrThrow({ where: { id: person.userId } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      session: {
        ...{ id, token, userId: person.userId },
        ...{ createdAt: start.toISOString(), updatedAt: start.toISOString() },
        expiresAt: later(604_800).toISOString(),
        ...{ ipAddress: '198.51.100.7', userAgent: 'acme/1.0 (linux)' },
      },
      user: {
        ...{ id: person.userId, name: 'Pat Doe', email: person.email, emailVerified: true },
        ...{ createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
      },
    });
  });

  test('by a cookie is the browser’s, and the cookie’s secret is nowhere in it', async () => {
    const answer = await session({ cookie: cookie() });
    expect(answer.body).toMatchObject({
      session: {
        ...{ id: person.browserSessionId, token: person.browserSessionId, userId: person.userId },
        ...{ createdAt: start.toISOString(), expiresAt: later(14 * 86_400).toISOString() },
      },
      user: { id: person.userId, email: person.email, emailVerified: true },
    });
    expect(Object.keys(answer.body.session).sort()).toEqual(
      ['id', 'token', 'userId', 'expiresAt', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent'].sort(),
    );
    expect(answer.text).not.toContain(person.cookie);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('says name and picture as far as the scopes reach, and is refused without an address', async () => {
    const image = 'https://example.com/pat.png';
    await prisma().user.update({ where: { id: person.userId }, data: { image } });
    expect((await session(bearer(await signInDevice()))).body.user).toMatchObject({ name: 'Pat Doe', image });
    const onlyAddress = await signInDevice(await createClient({ scopes: ['email'] }));
    const { user } = (await session(bearer(onlyAddress))).body;
    expect(user).toMatchObject({ name: person.email, email: person.email });
    expect(user).not.toHaveProperty('image');
    const noAddress = await signInDevice(await createClient({ scopes: ['openid', 'profile'] }));
    expect(await session(bearer(noAddress))).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope' },
    });
  });

  test('is null for nobody, and for whatever is dead', async () => {
    const token = await signInDevice();
    const { refreshToken } = await createTokens(await createClient({ refresh: true }), person);
    expect(await session()).toMatchObject(none);
    for (const dead of ['x', 'dc_nothing', refreshToken, person.cookie])
      expect(await session(bearer(dead))).toMatchObject(none);
    expect(await session({ cookie: 'doorcode.session=x' })).toMatchObject(none);
    expect(await session({ cookie: `doorcode.session=${token}` })).toMatchObject(none);
    expect((await session()).headers.get('content-type')).toBe('application/json');
    clock.at(604_800);
    expect(await session(bearer(token))).toMatchObject(none);
    clock.at(14 * 86_400);
    expect(await session({ cookie: cookie() })).toMatchObject(none);
  });

  test('is null for a token that is for somebody else’s API', async () => {
    const api = 'https://api.example.com/';
    const other = await createClient({ resources: [api] });
    const device = await startDevice(other, contextAt(start), { resources: [api] });
    await allow(person, await enter(person, device.userCode));
    const { accessToken } = await redeem(other, device.deviceCode);
    expect(await session(bearer(accessToken))).toMatchObject(none);
    // Whoever holds it may give it back all the same (RFC 7009 §2.1).
    await signOut(bearer(accessToken));
    expect(await isLive(accessToken)).toBe(false);
  });

  test('an expired token is given back as well, with the refresh token beside it', async () => {
    const client = await createClient({ scopes: ['openid', 'email'], accessTokenLifetimeSeconds: 60 });
    const tokens = await createTokens(client, person);
    clock.at(61);
    expect(await signOut(bearer(tokens.accessToken))).toMatchObject({ status: 200 });
    expect(await codeOf(refresh(client, tokens.refreshToken, later(61)))).toBe('invalid_grant');
    clock.at(0);
  });

  test('with a token is never the browser’s', async () => {
    expect(await session({ ...bearer('x'), cookie: cookie() })).toMatchObject(none);
  });

  test('is null for who owes a second factor', async () => {
    await giveApp();
    expect(await session({ cookie: cookie() })).toMatchObject(none);
  });

  test('is null for who is disabled', async () => {
    const token = await signInDevice();
    await prisma().user.update({ where: { id: person.userId }, data: { disabledAt: start } });
    expect(await session(bearer(token))).toMatchObject(none);
    expect(await session({ cookie: cookie() })).toMatchObject(none);
  });
});

describe('sign-out', () => {
  test('by a token ends that device, and no other', async () => {
    const [token, other] = [await signInDevice(), await signInDevice()];
    expect(await signOut(bearer(token))).toMatchObject(done);
    expect(await session(bearer(token))).toMatchObject(none);
    expect((await session(bearer(other))).body.user.id).toBe(person.userId);
    expect((await session({ cookie: cookie() })).body.user.id).toBe(person.userId);
    const [ended] = await prisma().session.findMany({
      where: { revokedAt: { not: null }, userId: person.userId },
    });
    expect(ended?.revokedReason).toBe('revoked_by_client');
    expect(
      await prisma().auditEvent.findFirst({ where: { targetId: ended!.id, action: 'session.revoked' } }),
    ).toMatchObject({
      ...{ userId: person.userId, clientId: client.id },
    });
  });

  test('by a token takes the refresh token with it', async () => {
    const refreshing = await createClient({ refresh: true });
    const { accessToken, refreshToken } = await createTokens(refreshing, person);
    await signOut(bearer(accessToken));
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: refreshing.id };
    expect((await post('/oauth2/token', grant)).body.error).toBe('invalid_grant');
  });

  test('with the JSON that better-auth’s client sends is the same', async () => {
    const token = await signInDevice();
    expect(await post('/api/auth/sign-out', {}, bearer(token))).toMatchObject(done);
    expect(await session(bearer(token))).toMatchObject(none);
  });

  test('by nobody, or by what is dead, is done already', async () => {
    for (const headers of [{}, bearer('x'), { cookie: 'doorcode.session=x' }] as Record<string, string>[])
      expect(await signOut(headers)).toMatchObject(done);
  });

  test('by a cookie ends the browser’s session alone, and takes the cookie', async () => {
    const token = await signInDevice();
    const answer = await signOut({ cookie: cookie(), origin });
    expect(answer).toMatchObject(done);
    expect(answer.headers.get('set-cookie')).toMatch(/^doorcode\.session=; Path=\/; Max-Age=0/);
    expect(await session({ cookie: cookie() })).toMatchObject(none);
    expect((await session(bearer(token))).body.user.id).toBe(person.userId);
  });

  test('by who owes a second factor is possible', async () => {
    await giveApp();
    await signOut({ cookie: cookie(), origin });
    expect(await prisma().browserSession.count({ where: { userId: person.userId } })).toBe(0);
  });

  test.each([[{}], [{ origin: 'https://evil.example' }], [{ origin, 'sec-fetch-site': 'cross-site' }]])(
    'of a browser from another site, %j, is refused',
    async (headers) => {
      const answer = await signOut({ cookie: cookie(), ...headers });
      expect(answer).toMatchObject({ status: 403, body: { error: 'access_denied' } });
      expect((await session({ cookie: cookie() })).body.user.id).toBe(person.userId);
    },
  );
});
