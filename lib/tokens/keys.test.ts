import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { clearOnePerProcess } from '@/lib/process';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, createClient, createSignedInPerson, createTokens, start } from '@/lib/testing/factories';
import { createSigningKeyOnce, jsonWebKeySet, signingKey } from '@/lib/tokens/keys';

withDatabase();

test('several nodes starting at once agree on one key', async () => {
  await Promise.all(Array.from({ length: 5 }, () => createSigningKeyOnce(contextAt(start))));
  expect((await jsonWebKeySet()).keys).toHaveLength(1);
});

test('an id_token verifies with the published key, and says who, for whom and since when', async () => {
  const client = await createClient();
  const person = await createSignedInPerson();
  const { idToken } = await createTokens(client, person);
  const keys = createLocalJWKSet((await jsonWebKeySet()) as never);
  const { payload, protectedHeader } = await jwtVerify(idToken!, keys, {
    issuer: 'http://localhost:3000',
    audience: client.id,
    currentDate: start,
  });
  expect(protectedHeader.alg).toBe('RS256');
  expect(payload).toMatchObject({
    sub: person.userId,
    email: person.email,
    email_verified: true,
    name: 'Pat Doe',
    auth_time: start.getTime() / 1000,
  });
});

test('without openid there is none', async () => {
  const client = await createClient({ scopes: ['profile'] });
  expect((await createTokens(client, await createSignedInPerson())).idToken).toBeNull();
});

test('the private key is not in the database, and another AUTH_SECRET is a clear error', async () => {
  const row = await prisma().signingKey.findFirstOrThrow();
  expect(Buffer.from(row.privateJwkEncrypted).toString('latin1')).not.toContain('"d"');
  expect(JSON.stringify(row.publicJwk)).not.toMatch(/"(d|p|q|dp|dq|qi)"/);
  setTestEnv({ AUTH_SECRET: 'another secret of more than 32 bytes' });
  clearOnePerProcess('key:signing-key');
  clearOnePerProcess('signing-key');
  await expect(signingKey()).rejects.toThrow('AUTH_SECRET is not the one');
});
