import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '@/lib/clients/caller';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  later,
  refresh,
  start,
} from '@/lib/testing/factories';
import { introspectToken } from '@/lib/tokens/introspect';
import { revokeToken } from '@/lib/tokens/revoke';

withDatabase();
let person: Person;
let service: Caller;
let opaque: Client;
let jwt: Client;
beforeAll(async () => {
  person = await createSignedInPerson();
  service = { type: 'client', client: await createClient({}, 'a secret of the service') };
  opaque = await createClient();
  jwt = await createClient({ accessTokenFormat: 'jwt' });
});

const introspect = (token: string, now = start, caller = service) =>
  introspectToken(contextAt(now, '192.0.2.1'), caller, token);
const inactive = { active: false };

test('a live access token tells what a JWT of it would', async () => {
  const { accessToken, grantId } = await createTokens(opaque, person);
  const session = await prisma().session.findFirstOrThrow({ where: { deviceGrantId: grantId } });
  const now = start.getTime() / 1000;
  expect(await introspect(accessToken)).toEqual({
    active: true,
    iss: 'http://localhost:3000',
    sub: person.userId,
    aud: 'http://localhost:3000',
    iat: now,
    exp: now + 3600,
    client_id: opaque.id,
    scope: 'openid profile email',
    token_type: 'Bearer',
    username: person.email,
    sid: session.id,
    auth_time: now,
    acr: 'urn:doorcode:acr:1fa',
    amr: ['email', 'device_code'],
    org_id: session.organizationId,
  });
});

test('a JWT tells its jti too', async () => {
  const { accessToken } = await createTokens(jwt, person);
  expect(await introspect(accessToken)).toMatchObject({ active: true, jti: expect.any(String) });
});

test('a refresh token is live too, and says that it is no access token', async () => {
  const { refreshToken } = await createTokens(opaque, person);
  expect(await introspect(refreshToken)).toMatchObject({
    active: true,
    token_type: 'N_A',
    aud: 'http://localhost:3000',
    exp: later(30 * 24 * 3600).getTime() / 1000,
  });
});

test('the e-mail address is told only where the scope reaches it', async () => {
  const quiet = await createClient({ scopes: ['openid'] });
  expect(await introspect((await createTokens(quiet, person)).accessToken)).not.toHaveProperty('username');
});

describe('not live: {"active": false} and nothing else', () => {
  test('expired', async () => {
    for (const client of [opaque, jwt]) {
      const { accessToken, refreshToken } = await createTokens(client, person);
      expect(await introspect(accessToken, later(3599))).toMatchObject({ active: true });
      expect(await introspect(accessToken, later(3600))).toEqual(inactive);
      expect(await introspect(refreshToken, later(30 * 24 * 3600))).toEqual(inactive);
    }
  });

  test('revoked, by either token', async () => {
    for (const client of [opaque, jwt])
      for (const which of ['accessToken', 'refreshToken'] as const) {
        const tokens = await createTokens(client, person);
        await revokeToken(contextAt(start), client, tokens[which]);
        expect(await introspect(tokens.accessToken)).toEqual(inactive);
        expect(await introspect(tokens.refreshToken)).toEqual(inactive);
      }
  });

  test('a refresh token that was used', async () => {
    const { refreshToken } = await createTokens(opaque, person);
    await refresh(opaque, refreshToken);
    expect(await introspect(refreshToken)).toEqual(inactive);
  });

  test('of a disabled person, organization or client, or a person who has left', async () => {
    const ends = [
      (who: Person) =>
        prisma().user.update({ where: { id: who.userId }, data: { disabledAt: start } }) as Promise<unknown>,
      (who: Person) => prisma().membership.deleteMany({ where: { userId: who.userId } }) as Promise<unknown>,
    ];
    for (const end of ends) {
      const someone = await createSignedInPerson();
      const { accessToken, refreshToken } = await createTokens(jwt, someone);
      await end(someone);
      expect([await introspect(accessToken), await introspect(refreshToken)]).toEqual([inactive, inactive]);
    }
  });

  test('an id_token, a device code, nonsense, and another server’s', async () => {
    const { idToken, deviceCode } = await createTokens(opaque, person);
    for (const token of [idToken!, deviceCode, 'x', `dc_${'0'.repeat(49)}`, 'a.b.c'])
      expect(await introspect(token)).toEqual(inactive);
  });
});

describe('whose to know', () => {
  test('a service with APIs of its own knows of tokens for these alone', async () => {
    const api = 'https://api.example';
    const ours: Caller = { type: 'client', client: await createClient({ resources: [api] }, 'secret') };
    const cli = await createClient({ resources: [api] });
    expect(await introspect((await createTokens(cli, person)).accessToken, start, ours)).toMatchObject({
      active: true,
      aud: [api, 'http://localhost:3000'],
    });
    expect(await introspect((await createTokens(opaque, person)).accessToken, start, ours)).toEqual(inactive);
  });

  test('an organization’s API key knows of its own people’s', async () => {
    const { accessToken } = await createTokens(opaque, person);
    const { organizationId } = await prisma().membership.findFirstOrThrow({
      where: { userId: person.userId },
    });
    const key = (id: string): Caller => ({
      type: 'api_key',
      key: { id: 'key', name: 'gateway', organizationId: id, scopes: ['introspect'] },
    });
    expect(await introspect(accessToken, start, key(organizationId))).toMatchObject({ active: true });
    expect(await introspect(accessToken, start, key('another'))).toEqual(inactive);
  });
});

test('being introspected counts as use, and the service’s address is not taken for the device’s', async () => {
  const { accessToken, grantId } = await createTokens(opaque, person);
  await introspect(accessToken, later(120));
  // It is noted after the answer.
  await expect
    .poll(() => prisma().session.findFirstOrThrow({ where: { deviceGrantId: grantId } }))
    .toMatchObject({ lastUsedAt: later(120), lastUsedIp: '198.51.100.7' });
});
