import { beforeAll, describe, expect, test } from 'vitest';
import { describePerson, listPeople, normalizeSearch, peoplePerPage } from '@/lib/accounts/list';
import { createPerson } from '@/lib/accounts/store';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { createDefaultOrganizationOnce } from '@/lib/organizations/store';
import { withDatabase } from '@/lib/testing/database';
import { adminOf, contextOf, later, platformAdmin, start } from '@/lib/testing/factories';

withDatabase();
const admin = contextOf(platformAdmin);
const secret = Uint8Array.from(Buffer.from('canary of a factor'));
let ada: string;
beforeAll(async () => {
  await createDefaultOrganizationOnce(prisma(), start);
  const add = async (email: string, name: string | null, at: Date) =>
    (await createPerson(prisma(), { email, emailVerified: null, name }, at)).id;
  await add('old@example.com', 'Zoë 100%_sure', start);
  ada = await add('ada@example.com', 'Ada Lovelace', later(1));
  await add('bob@example.com', null, later(2));
});

const emails = async (typed: string) =>
  (await listPeople(admin, normalizeSearch(typed))).people.map(({ email }) => email);

describe('people are found', () => {
  test.each([
    ['all, the newest first', '', ['bob@example.com', 'ada@example.com', 'old@example.com']],
    ['by the beginning of the address', 'ada@', ['ada@example.com']],
    ['in whatever case', ' ADA@Example ', ['ada@example.com']],
    ['by a part of the name', 'lovel', ['ada@example.com']],
    ['by letters of any language', 'ZOË', ['old@example.com']],
    ['by signs, which stand for themselves', '%', ['old@example.com']],
    ['by signs, which stand for themselves, too', '100%_', ['old@example.com']],
    ['never by a pattern', 'a_a@', []],
    ['whatever else was typed', 'ada\0\n', ['ada@example.com']],
  ])('%s', async (_how, typed, found) => expect(await emails(typed)).toEqual(found));

  test('one page of them, and whether there are more', async () => {
    const many = Array.from({ length: peoplePerPage }, (_, index) => ({
      id: newId(later(index)),
      email: `many-${index}@example.com`,
      createdAt: later(-index - 1),
    }));
    await prisma().user.createMany({ data: many });
    expect(await listPeople(admin, 'many-')).toMatchObject({ hasMore: false });
    const { people, hasMore } = await listPeople(admin, 'example');
    expect([people.length, hasMore]).toEqual([peoplePerPage, true]);
  });
});

describe('people are paged and filtered', () => {
  test('forth and back, each once', async () => {
    const all = await prisma().user.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
    const ids = all.map(({ id }) => id);
    const seen: string[] = [];
    let page = await listPeople(admin, '');
    for (; ; page = await listPeople(admin, '', { cursor: { direction: 'after', key: page.after! } })) {
      seen.push(...page.people.map(({ id }) => id));
      if (!page.after) break;
    }
    expect(seen).toEqual(ids);
    const back = await listPeople(admin, '', { cursor: { direction: 'before', key: page.before! } });
    expect(back.people.map(({ id }) => id)).toEqual(ids.slice(0, peoplePerPage));
  });

  test('by role, by whether they are disabled, by organization', async () => {
    const found = async (wanted: Parameters<typeof listPeople>[2], as = admin) =>
      (await listPeople(as, '', wanted)).people.map(({ email }) => email);
    await prisma().user.update({ where: { email: 'bob@example.com' }, data: { role: 'admin' } });
    await prisma().user.update({ where: { id: ada }, data: { disabledAt: start } });
    expect(await found({ role: 'admin' })).toEqual(['bob@example.com']);
    expect(await found({ state: 'disabled' })).toEqual(['ada@example.com']);
    expect(await found({ state: 'disabled', role: 'admin' })).toEqual([]);
    const members = ['bob@example.com', 'ada@example.com', 'old@example.com'];
    expect(await found({ organization: 'default' })).toEqual(members);
    expect(await found({ organization: 'none' })).toEqual([]);
    const { id } = await prisma().organization.findFirstOrThrow();
    expect(await found({}, contextOf(adminOf(id)))).toEqual(members);
    expect(await found({ organization: 'default' }, contextOf(adminOf(ada)))).toEqual([]);
    await prisma().user.update({ where: { id: ada }, data: { disabledAt: null } });
  });
});

test('a person is described with their factors, and none of what those are', async () => {
  const common = { userId: ada, createdAt: start };
  await prisma().authenticator.create({
    data: { ...common, secretEncrypted: secret, lastUsedStep: 0n, lastUsedAt: later(5) },
  });
  await prisma().passkey.create({
    data: {
      ...{ ...common, id: newId(start), credentialId: secret, publicKey: secret },
      ...{ signatureCounter: 0n, synced: false, name: 'Laptop' },
    },
  });
  const code = (mark: number, usedAt: Date | null) => ({
    ...{ ...common, usedAt, hmac: Uint8Array.from([...secret, mark]) },
  });
  await prisma().recoveryCode.createMany({ data: [code(1, null), code(2, null), code(3, start)] });
  await prisma().account.create({
    data: { provider: 'github', providerAccountId: '1', type: 'oauth', userId: ada },
  });
  const person = await describePerson(admin, ada);
  expect(person).toMatchObject({
    email: 'ada@example.com',
    emailVerified: null,
    providers: ['github'],
    organizations: [{ slug: 'default', name: 'Default', role: 'member' }],
    authenticator: { createdAt: start, lastUsedAt: later(5) },
    passkeys: [{ name: 'Laptop', lastUsedAt: null }],
    recoveryCodesLeft: 2,
  });
  const said = JSON.stringify(person);
  for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const)
    expect(said).not.toContain(Buffer.from(secret).toString(form));
  expect(said).not.toMatch(/secret|credential|publicKey|hmac/i);
  expect((await listPeople(admin, 'ada@')).people[0]).toMatchObject({ hasSecondFactor: true });
  expect((await listPeople(admin, 'bob@')).people[0]).toMatchObject({ hasSecondFactor: false });
  expect(await describePerson(admin, '00000000-0000-7000-8000-000000000000')).toBeNull();
});

test('an administrator of an organization sees no other organization in how somebody signs in', async () => {
  const { id: userId } = await createPerson(
    prisma(),
    { email: 'eve@example.com', emailVerified: null },
    start,
  );
  const [here, there] = [newId(start), newId(start)];
  for (const [id, slug] of [
    [here, 'here'],
    [there, 'there'],
  ] as const) {
    await prisma().organization.create({ data: { id, slug, name: slug } });
    await prisma().membership.create({ data: { organizationId: id, userId } });
  }
  await prisma().account.createMany({
    data: ['github', 'org-here', 'org-there'].map((provider) => ({
      ...{ provider, providerAccountId: userId, type: 'oidc', userId },
    })),
  });
  const providers = async (ctx: typeof admin) => (await describePerson(ctx, userId))!.providers;
  expect(await providers(contextOf(adminOf(here)))).toEqual(['github', 'org-here']);
  expect(await providers(admin)).toEqual(['github', 'org-here', 'org-there']);
});
