import { expect, test } from 'vitest';
import { linkAccount } from '@/lib/accounts/link';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  isLive,
  start,
} from '@/lib/testing/factories';

withDatabase();
const ctx = contextAt(start);
const authority = { isAuthority: true };
const identity = (userId: string, id = userId) => ({
  provider: 'org-acme',
  providerAccountId: `https://issuer.example ${id}`,
  type: 'oidc',
  userId,
});
const providersOf = async (userId: string) =>
  (await prisma().account.findMany({ where: { userId } })).map(({ provider }) => provider);
const actionsOn = async (userId: string) =>
  (
    await prisma().auditEvent.findMany({
      where: { userId, action: { startsWith: 'account.' } },
      orderBy: { id: 'asc' },
    })
  ).map(({ action }) => action);

test('an authority’s identity is added to an account whose address was proved, which keeps what it has', async () => {
  const { userId } = await createSignedInPerson();
  await linkAccount(ctx, { ...identity(userId), provider: 'github' }, { isAuthority: false });
  await linkAccount(ctx, identity(userId), authority);
  expect((await providersOf(userId)).sort()).toEqual(['github', 'org-acme']);
  expect(await prisma().browserSession.count({ where: { userId } })).toBe(1);
  expect(await actionsOn(userId)).toEqual(['account.linked', 'account.linked']);
});

test('whoever made an account with an address that they never proved loses every way into it', async () => {
  const person = await createSignedInPerson();
  const { userId } = person;
  const { accessToken } = await createTokens(await createClient(), person);
  await prisma().user.update({ where: { id: userId }, data: { emailVerified: null } });
  await linkAccount(ctx, { ...identity(userId), provider: 'microsoft-entra-id' }, { isAuthority: false });
  await prisma().authenticator.create({
    data: { userId, secretEncrypted: new Uint8Array(1), lastUsedStep: 0, createdAt: start },
  });
  expect(await isLive(accessToken)).toBe(true);

  await linkAccount(ctx, identity(userId), authority);
  expect(await providersOf(userId)).toEqual(['org-acme']);
  expect(await prisma().browserSession.count({ where: { userId } })).toBe(0);
  expect(await prisma().authenticator.count({ where: { userId } })).toBe(0);
  expect(await isLive(accessToken)).toBe(false);
  expect((await prisma().user.findUniqueOrThrow({ where: { id: userId } })).emailVerified).toEqual(start);
  expect(await actionsOn(userId)).toEqual(['account.linked', 'account.taken_over', 'account.linked']);
});

test('the rights of an administrator whose address nobody has proved are given to nobody', async () => {
  const { userId } = await createSignedInPerson();
  const unproved = { emailVerified: null, role: 'admin' as const };
  await prisma().user.update({ where: { id: userId }, data: unproved });
  await linkAccount(ctx, { ...identity(userId), provider: 'github' }, { isAuthority: false });
  await expect(linkAccount(ctx, identity(userId), authority)).rejects.toThrow('administrator');
  expect(await providersOf(userId)).toEqual(['github']);
  expect(await prisma().browserSession.count({ where: { userId } })).toBe(1);
  expect(await prisma().user.findUniqueOrThrow({ where: { id: userId } })).toMatchObject(unproved);
  expect(await actionsOn(userId)).toEqual(['account.linked']);
});

test('of many sign-ins at once with a new identity one links it', async () => {
  const { userId } = await createSignedInPerson();
  await prisma().user.update({ where: { id: userId }, data: { emailVerified: null } });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => linkAccount(ctx, identity(userId), authority)),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await providersOf(userId)).toEqual(['org-acme']);
  expect(await actionsOn(userId)).toEqual(['account.taken_over', 'account.linked']);
});
