import { createLocalJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SigningAlgorithm } from '@/lib/clients/profile';
import { prisma } from '@/lib/db/prisma';
import { jsonWebKeySet, signingKey } from '@/lib/keys/ring';
import { rotateSigningKeys } from '@/lib/keys/rotate';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  isLive,
  later,
  refresh,
  start,
} from '@/lib/testing/factories';
import { requireAccessToken } from '@/lib/tokens/bearer';
import { revokeToken } from '@/lib/tokens/revoke';

withDatabase();
let person: Person;
beforeAll(async () => {
  person = await createSignedInPerson();
});

const verify = async (jwt: string, now = start) =>
  jwtVerify(jwt, createLocalJWKSet((await jsonWebKeySet()) as never), {
    issuer: 'http://localhost:3000',
    currentDate: now,
  });

describe('a JWT access token (RFC 9068)', () => {
  test('says who, for whom, since when, how, and where it came from', async () => {
    const client = await createClient({ accessTokenFormat: 'jwt', resources: ['https://api.example'] });
    const { accessToken } = await createTokens(client, person);
    const { payload, protectedHeader } = await verify(accessToken);
    const session = await prisma().session.findFirstOrThrow({ where: { clientId: client.id } });
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'ES256', kid: expect.any(String) });
    const now = start.getTime() / 1000;
    expect(payload).toEqual({
      iss: 'http://localhost:3000',
      sub: person.userId,
      aud: ['https://api.example', 'http://localhost:3000'],
      exp: now + 3600,
      iat: now,
      jti: expect.stringMatching(/^[0-9A-Za-z]{43}$/),
      client_id: client.id,
      scope: 'openid profile email',
      sid: session.id,
      auth_time: now,
      acr: 'urn:doorcode:acr:1fa',
      amr: ['email', 'device_code'],
      org_id: session.organizationId,
    });
  });

  test.each(['ES256', 'RS256', 'EdDSA'] satisfies SigningAlgorithm[])('signed with %s', async (algorithm) => {
    const client = await createClient({
      accessTokenFormat: 'jwt',
      accessTokenSigningAlg: algorithm,
      signedResponseAlg: algorithm,
    });
    const { accessToken, idToken } = await createTokens(client, person);
    for (const jwt of [accessToken, idToken!])
      expect((await verify(jwt)).protectedHeader.alg).toBe(algorithm);
  });

  test('the mark of the device code, the session and auth_time last through every refresh', async () => {
    const client = await createClient({ accessTokenFormat: 'jwt' });
    const first = await createTokens(client, person);
    let token = first.refreshToken;
    for (const seconds of [100, 200, 300]) {
      const next = await refresh(client, token, later(seconds));
      const [was, is] = [decodeJwt(first.accessToken), decodeJwt(next.accessToken)];
      expect(is).toMatchObject({ amr: was.amr, acr: was.acr, sid: was.sid, auth_time: was.auth_time });
      expect(decodeJwt(next.idToken!)).toMatchObject({ amr: ['email', 'device_code'], sid: was.sid });
      expect(is.jti).not.toBe(was.jti);
      token = next.refreshToken!;
    }
  });

  test('a retry of a lost refresh gives the same token: its jti, its times, its claims', async () => {
    const client = await createClient({ accessTokenFormat: 'jwt' });
    const { refreshToken } = await createTokens(client, person);
    const [one, again] = [await refresh(client, refreshToken), await refresh(client, refreshToken, later(9))];
    expect(decodeJwt(again.accessToken)).toEqual(decodeJwt(one.accessToken));
    expect(again.refreshToken).toBe(one.refreshToken);
    expect(await isLive(again.accessToken)).toBe(true);
  });

  test('only a hash of its jti is stored', async () => {
    const { accessToken } = await createTokens(await createClient({ accessTokenFormat: 'jwt' }), person);
    const rows = JSON.stringify(await prisma().accessToken.findMany());
    expect(rows).not.toContain(decodeJwt(accessToken).jti);
  });

  test('revoked, it is dead at once, and so is everything of its session', async () => {
    const client = await createClient({ accessTokenFormat: 'jwt' });
    const { accessToken, refreshToken } = await createTokens(client, person);
    await revokeToken(contextAt(start), client, accessToken);
    expect(await isLive(accessToken)).toBe(false);
    await expect(refresh(client, refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

test('a JWT whose key was removed can still be given back, and ends its session', async () => {
  const client = await createClient({ accessTokenFormat: 'jwt' });
  const { accessToken, refreshToken } = await createTokens(client, person);
  await rotateSigningKeys(contextAt(start), { removeOld: true });
  expect(await isLive(accessToken)).toBe(false);
  expect(await isLive(refreshToken)).toBe(true);
  await revokeToken(contextAt(start), client, accessToken);
  expect(await isLive(refreshToken)).toBe(false);
});

describe('what is no access token of ours (401 invalid_token)', () => {
  const use = (token: string, now = start) =>
    requireAccessToken(
      contextAt(now),
      new Request('http://localhost:3000/oauth2/userinfo', { headers: { authorization: `Bearer ${token}` } }),
    ).then(
      () => 'accepted',
      (error) => `${error.status} ${error.code}`,
    );
  let client: Awaited<ReturnType<typeof createClient>>;
  let tokens: Awaited<ReturnType<typeof createTokens>>;
  beforeAll(async () => {
    client = await createClient({ accessTokenFormat: 'jwt' });
    tokens = await createTokens(client, person);
  });

  test('it is accepted until it expires, and not a second longer', async () => {
    expect(await use(tokens.accessToken, later(3599))).toBe('accepted');
    expect(await use(tokens.accessToken, later(3600))).toBe('401 invalid_token');
    expect(await use(tokens.accessToken, later(3601))).toBe('401 invalid_token');
  });

  const forge = async (header: object, claims: object = {}) => {
    const key = await signingKey('ES256', start);
    return new SignJWT({ ...decodeJwt(tokens.accessToken), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.id, ...header })
      .sign(key.privateKey);
  };
  const unsigned = (header: object) =>
    [header, decodeJwt(tokens.accessToken)]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');

  test('the forger’s way to make one makes a good one: what follows fails for its own reason', async () => {
    expect(await use(await forge({}))).toBe('accepted');
  });

  const bad: Record<string, () => Promise<string> | string> = {
    'an id_token': () => tokens.idToken!,
    'a refresh token': () => tokens.refreshToken,
    'alg none': () => `${unsigned({ alg: 'none', typ: 'at+jwt' })}.`,
    'another type': () => forge({ typ: 'JWT' }),
    'another issuer': () => forge({}, { iss: 'http://evil.example' }),
    'a kid that nobody has': () => forge({ kid: 'forged' }),
    'a kid that is a path': () => forge({ kid: '../../etc/passwd' }),
    'no kid': () => forge({ kid: undefined }),
    'a jti that nobody was given': () => forge({}, { jti: 'x'.repeat(43) }),
    'no jti': () => forge({}, { jti: undefined }),
    'another key of the same kid': async () => {
      const { createDpopKey } = await import('@/lib/testing/dpop');
      return new SignJWT(decodeJwt(tokens.accessToken))
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: (await signingKey('ES256', start)).id })
        .sign((await createDpopKey()).privateKey);
    },
    'HMAC with our public key': async () => {
      const rsa = (await jsonWebKeySet()).keys.find((jwk) => (jwk as { alg: string }).alg === 'RS256')!;
      return new SignJWT(decodeJwt(tokens.accessToken))
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: (rsa as { kid: string }).kid })
        .sign(Buffer.from(JSON.stringify(rsa)));
    },
    'a changed claim': () => {
      const [header, payload, signature] = tokens.accessToken.split('.');
      const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString());
      const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'admin' })).toString('base64url');
      return `${header}.${changed}.${signature}`;
    },
    nonsense: () => 'a.b.c',
  };
  test.each(Object.entries(bad))('%s', async (_, make) => {
    expect(await use(await make())).toBe('401 invalid_token');
  });

  test('a token for another API only', async () => {
    const other = await createClient({ accessTokenFormat: 'jwt', resources: ['https://api.example'] });
    const all = await createTokens(other, person);
    expect(await use(all.accessToken)).toBe('accepted');
    const narrow = await refresh(other, all.refreshToken, start, { resources: ['https://api.example'] });
    expect(decodeJwt(narrow.accessToken).aud).toBe('https://api.example');
    expect(await use(narrow.accessToken)).toBe('401 invalid_token');
  });

  test('a token of a disabled person, of a disabled or deleted client', async () => {
    const someone = await createSignedInPerson();
    const { accessToken } = await createTokens(client, someone);
    await prisma().user.update({ where: { id: someone.userId }, data: { disabledAt: start } });
    expect(await use(accessToken)).toBe('401 invalid_token');
    for (const end of [
      (id: string) => prisma().client.update({ where: { id }, data: { disabledAt: start } }),
      (id: string) => prisma().client.delete({ where: { id } }),
    ]) {
      const gone = await createClient({ accessTokenFormat: 'jwt' });
      const ended = await createTokens(gone, person);
      await end(gone.id);
      expect(await use(ended.accessToken)).toBe('401 invalid_token');
    }
  });

  test('two ways of presenting it at once are invalid_request', async () => {
    const headers = { authorization: `Bearer ${tokens.accessToken}` };
    const url = 'http://localhost:3000/oauth2/userinfo';
    const twice = [
      new Request(`${url}?access_token=${tokens.accessToken}`, { headers }),
      new Request(url, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ access_token: tokens.accessToken }),
      }),
    ];
    for (const request of twice)
      await expect(requireAccessToken(contextAt(start), request)).rejects.toMatchObject({
        code: 'invalid_request',
      });
  });
});
