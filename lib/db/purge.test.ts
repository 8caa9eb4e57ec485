import { expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { purge } from '@/lib/db/purge';
import { withDatabase } from '@/lib/testing/database';
import {
  createClient,
  createSignedInPerson,
  createTokens,
  later,
  startDevice,
} from '@/lib/testing/factories';

withDatabase();
const day = 24 * 3600;

test('time deletes what it has made worthless, and nothing else', async () => {
  const client = await createClient();
  await createTokens(client, await createSignedInPerson());
  await startDevice(client);

  await purge(later(601));
  expect(await prisma().deviceGrant.count({ where: { userCodeHmac: { not: null } } })).toBe(0);
  expect(await prisma().deviceGrant.count()).toBe(2);

  await purge(later(2 * day));
  expect(await prisma().deviceGrant.count()).toBe(0);
  expect(await prisma().accessToken.count()).toBe(0);
  expect(await prisma().refreshToken.count()).toBe(1);
  expect(await prisma().session.count()).toBe(1);

  await purge(later(31 * day));
  expect(await prisma().refreshToken.count()).toBe(0);
  expect(await prisma().browserSession.count()).toBe(0);
  // The limiter's own clock is the machine's.
  expect(await prisma().rateLimit.count()).toBeGreaterThan(0);
  await purge(new Date(Date.now() + 2 * 3600 * 1000));
  expect(await prisma().rateLimit.count()).toBe(0);
});
