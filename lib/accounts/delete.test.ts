import { beforeEach, describe, expect, test, vi } from 'vitest';
import { deleteOwnAccount, describeDeletion, finishDeletions } from '@/lib/accounts/delete';
import { decideDeletion } from '@/lib/accounts/deletion-rules';
import { createOwnApiKey } from '@/lib/api-keys/own';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { sessionCookieName } from '@/lib/login/cookies';
import * as mail from '@/lib/mail/send';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createInvitation,
  createSignedInPerson,
  createTokens,
  isLive,
  start,
} from '@/lib/testing/factories';

withDatabase();
const mails = vi.spyOn(mail, 'tellByMail').mockResolvedValue(true);
let person: Person & { cookie: string };
beforeEach(async () => {
  person = await createSignedInPerson();
  mails.mockClear();
});
const ask = (who: Person, typed = who.email) =>
  deleteOwnAccount(actingAs(contextAt(start), who), who.userId, typed);
const makeAdmin = ({ userId }: Person) =>
  prisma().user.update({ where: { id: userId }, data: { role: 'admin' } });
async function createOrganization(...members: [Person, 'owner' | 'member'][]) {
  const id = newId(start);
  await prisma().organization.create({ data: { id, slug: id, name: 'Acme' } });
  await prisma().membership.createMany({
    data: members.map(([{ userId }, role]) => ({ organizationId: id, userId, role })),
  });
}

test.each([
  ['nobody in particular', { isAdmin: false, otherAdmins: 0, ownsAlone: [] }, 'allowed'],
  ['one of two administrators', { isAdmin: true, otherAdmins: 1, ownsAlone: [] }, 'allowed'],
  ['the last administrator', { isAdmin: true, otherAdmins: 0, ownsAlone: [] }, 'last_admin'],
  ['the only owner of others', { isAdmin: false, otherAdmins: 1, ownsAlone: ['Acme'] }, 'last_owner'],
])('%s', (_who, standing, decision) => {
  expect(decideDeletion(standing)).toBe(decision);
});

describe('an account is deleted', () => {
  test('with all that signs in as it, at once; what stays holds no name and no address', async () => {
    const { accessToken, refreshToken } = await createTokens(await createClient(), person);
    await createOwnApiKey(contextAt(start), person, { name: 'CI', scopes: ['profile'], expiry: '7' });
    const { id } = await prisma().organization.findUniqueOrThrow({ where: { slug: 'default' } });
    await createInvitation(id, person.userId, 'owner');
    mails.mockClear();
    expect(await ask(person, ` ${person.email.toUpperCase()} `)).toBe('deleted');
    for (const token of [accessToken, refreshToken]) expect(await isLive(token)).toBe(false);
    const headers = new Headers({ cookie: `${sessionCookieName()}=${person.cookie}` });
    expect(await findPerson(contextAt(start), headers)).toBeNull();
    const { userId } = person;
    expect(await prisma().user.findUnique({ where: { id: userId } })).toBeNull();
    const left = await prisma().auditEvent.findMany({ where: { userId } });
    expect(left.at(-1)).toMatchObject({ action: 'person.deleted', actorId: userId, targetId: userId });
    expect(left.at(-1)!.detail).toEqual({ invitationsWithdrawn: 1 });
    expect(await prisma().invitation.count()).toBe(0);
    expect(JSON.stringify(left, (_, one) => (typeof one === 'bigint' ? 0 : one))).not.toMatch(/@|Pat Doe/);
    expect(mails.mock.calls).toMatchObject([[{ to: person.email }, start]]);
    expect(await prisma().setting.count({ where: { key: { contains: userId } } })).toBe(0);
  });

  test('not when another address was typed', async () => {
    for (const typed of ['', 'x@example.com', `${person.email}, ${person.email}`])
      expect(await ask(person, typed)).toBe('wrong_address');
    expect(await prisma().user.count({ where: { id: person.userId, disabledAt: null } })).toBe(1);
  });

  test('once, of many at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => ask(person)));
    expect(outcomes.toSorted()).toEqual(['deleted', 'gone', 'gone', 'gone', 'gone']);
    const where = { action: 'person.deleted', userId: person.userId };
    expect(await prisma().auditEvent.count({ where })).toBe(1);
    expect(mails).toHaveBeenCalledOnce();
  });

  test('however many devices it has: what is left is deleted by and by', async () => {
    const client = await createClient();
    await prisma().$executeRaw`
      INSERT INTO sessions (id, user_id, client_id, scopes, authenticated_at, created_at, last_used_at, expires_at)
      SELECT gen_random_uuid(), ${person.userId}::uuid, ${client.id}, '{}', now(), now(), now(), now() FROM generate_series(1, 4500)`;
    const count = () => prisma().session.count({ where: { userId: person.userId } });
    expect(await ask(person)).toBe('deleted');
    expect(await count()).toBe(1_500);
    expect(await prisma().user.findUnique({ where: { id: person.userId } })).toMatchObject({
      ...{ email: `${person.userId}@deleted.invalid`, name: null, disabledAt: start },
    });
    // Their address is free meanwhile, and whoever has it now is somebody else.
    const again = await createSignedInPerson(person.email);
    await Promise.all([finishDeletions(), finishDeletions()]);
    await finishDeletions();
    expect(await count()).toBe(0);
    expect(await prisma().user.count({ where: { id: person.userId } })).toBe(0);
    expect(await prisma().user.count({ where: { id: again.userId } })).toBe(1);
  });
});

describe('somebody stays who can go on', () => {
  test('of two last administrators one can go, even at the same time', async () => {
    const other = await createSignedInPerson();
    for (const one of [person, other]) await makeAdmin(one);
    const outcomes = await Promise.all([ask(person), ask(other)]);
    expect(outcomes.toSorted()).toEqual(['deleted', 'last_admin']);
    expect(await prisma().user.count({ where: { role: 'admin' } })).toBe(1);
    await prisma().user.updateMany({ data: { role: 'user' } });
  });

  test('of two owners one can go, even at the same time', async () => {
    const [other, member] = [await createSignedInPerson(), await createSignedInPerson()];
    await createOrganization([person, 'owner'], [other, 'owner'], [member, 'member']);
    const outcomes = await Promise.all([ask(person), ask(other)]);
    expect(outcomes.toSorted()).toEqual(['deleted', 'last_owner']);
    const rest = outcomes[0] === 'deleted' ? other : person;
    expect(await describeDeletion(rest.userId)).toMatchObject({
      decision: 'last_owner',
      ownsAlone: ['Acme'],
    });
  });

  test('a disabled owner cannot; and who owns alone may go alone', async () => {
    const other = await createSignedInPerson();
    await createOrganization([person, 'owner'], [other, 'owner']);
    await prisma().user.update({ where: { id: other.userId }, data: { disabledAt: start } });
    expect(await ask(person)).toBe('last_owner');
    await prisma().user.delete({ where: { id: other.userId } });
    expect(await ask(person)).toBe('deleted');
  });
});
