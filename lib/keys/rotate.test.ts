import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { forgetKeys, jsonWebKeySet, signingKey } from '@/lib/keys/ring';
import { maintainSigningKeys, rotateSigningKeys } from '@/lib/keys/rotate';
import { clearOnePerProcess } from '@/lib/process';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
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

withDatabase();
const published = async () => (await jsonWebKeySet()).keys as { kid: string; alg: string }[];
const kidOf = (jwt: string) => decodeProtectedHeader(jwt).kid;
const day = 86_400;

test('several nodes starting at once agree on one key of each algorithm', async () => {
  await Promise.all(Array.from({ length: 5 }, () => maintainSigningKeys(contextAt(start))));
  expect((await published()).map(({ alg }) => alg).sort()).toEqual(['ES256', 'EdDSA', 'RS256']);
});

test('no private part is published or stored in clear, and another AUTH_SECRET is a clear error', async () => {
  const rows = await prisma().signingKey.findMany();
  for (const row of rows) {
    expect(Buffer.from(row.privateJwkEncrypted).toString('latin1')).not.toContain('"d"');
    expect(JSON.stringify(row.publicJwk)).not.toMatch(/"(d|p|q|dp|dq|qi)"/);
  }
  setTestEnv({ AUTH_SECRET: 'another secret of more than 32 bytes' });
  for (const name of ['key:signing-key', 'private-keys']) clearOnePerProcess(name);
  await expect(signingKey('ES256', start)).rejects.toThrow('AUTH_SECRET is not the one');
  setTestEnv();
  clearOnePerProcess('key:signing-key');
  await signingKey('ES256', start);
});

test('with another AUTH_SECRET nothing is made, unless all is made anew', async () => {
  const before = await published();
  setTestEnv({ AUTH_SECRET: 'another secret of more than 32 bytes' });
  clearOnePerProcess('key:signing-key');
  await expect(rotateSigningKeys(contextAt(start), { immediately: true })).rejects.toThrow(
    'AUTH_SECRET is not the one',
  );
  await expect(rotateSigningKeys(contextAt(start), { removeOld: true })).rejects.toThrow('AUTH_SECRET');
  await expect(maintainSigningKeys(contextAt(later(40 * day)))).rejects.toThrow('AUTH_SECRET is not the one');
  expect(await published()).toEqual(before);
  setTestEnv();
  clearOnePerProcess('key:signing-key');
  await maintainSigningKeys(contextAt(start));
});

describe('a rotation in mid-session', () => {
  let client: Awaited<ReturnType<typeof createClient>>;
  let tokens: Awaited<ReturnType<typeof createTokens>>;
  beforeAll(async () => {
    client = await createClient({ accessTokenFormat: 'jwt', accessTokenLifetimeSeconds: 3600 });
    tokens = await createTokens(client, await createSignedInPerson());
  });
  const verify = async (jwt: string, seconds: number) =>
    jwtVerify(jwt, createLocalJWKSet((await jsonWebKeySet()) as never), { currentDate: later(seconds) });

  test('the next key is published ten minutes before it signs', async () => {
    const before = await published();
    const { signsFrom } = await rotateSigningKeys(contextAt(start));
    expect(signsFrom).toEqual(later(600));
    expect(await published()).toHaveLength(before.length + 3);
    const old = kidOf(tokens.accessToken);
    const soon = await refresh(client, tokens.refreshToken, later(599));
    expect(kidOf(soon.accessToken)).toBe(old);
    const then = await refresh(client, soon.refreshToken!, later(601));
    expect(kidOf(then.accessToken)).not.toBe(old);
    expect(before.map(({ kid }) => kid)).not.toContain(kidOf(then.accessToken));
    await verify(then.accessToken, 601);
    await verify(tokens.accessToken, 601);
  });

  test('the old key stays until its last token has expired, then it goes, and what it signed is not known any more', async () => {
    const old = kidOf(tokens.accessToken);
    const ids = async () => (await published()).map(({ kid }) => kid);
    await maintainSigningKeys(contextAt(later(599 + 3600 - 1)));
    expect(await ids()).toContain(old);
    expect(await isLive(tokens.accessToken, later(3599))).toBe(true);
    await maintainSigningKeys(contextAt(later(601 + 3600)));
    expect(await ids()).not.toContain(old);
    const actions = await prisma().auditEvent.findMany({ where: { targetType: 'signing_key' } });
    expect(actions.map(({ action }) => action)).toContain('signing_key.deleted');
  });

  test('every thirty days by itself, a day ahead; parallel nodes make one', async () => {
    const newest = await prisma().signingKey.findFirstOrThrow({ orderBy: { signsFrom: 'desc' } });
    const seconds = (newest.signsFrom.getTime() - start.getTime()) / 1000 + 29 * day;
    await Promise.all(Array.from({ length: 5 }, () => maintainSigningKeys(contextAt(later(seconds)))));
    const es256 = await prisma().signingKey.findMany({ where: { algorithm: 'ES256' } });
    expect(es256).toHaveLength(2);
  });

  test('for a key that has leaked: new ones sign at once, the old ones are gone', async () => {
    const now = later(60 * day);
    const { published: older } = await rotateSigningKeys(contextAt(now), { removeOld: true });
    expect(older).toBe(0);
    expect(await published()).toHaveLength(3);
    forgetKeys();
    expect((await signingKey('ES256', now)).id).toBe(
      (await published()).find(({ alg }) => alg === 'ES256')!.kid,
    );
  });
});
