import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '@/lib/authority/forbidden';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { purge } from '@/lib/db/purge';
import { inTransaction } from '@/lib/db/transaction';
import { actingAs, type Person } from '@/lib/login/browser-session';
import {
  acceptInvitation,
  declineInvitation,
  findInvitationOfLink,
  isInvited,
  listOwnOrganizations,
} from '@/lib/organizations/answer-invitation';
import {
  inviteToOrganization,
  listInvitations,
  resendInvitation,
  withdrawInvitation,
} from '@/lib/organizations/invite';
import { lockOrganization } from '@/lib/organizations/store';
import { findClientsNamed } from '@/lib/sessions/names-store';
import { withDatabase } from '@/lib/testing/database';
import {
  adminOf,
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  createTokens,
  keyOf,
  later,
  platformAdmin,
  settle,
  start,
} from '@/lib/testing/factories';
import { breakMailbox, withMailbox } from '@/lib/testing/mailbox';

withDatabase();
const mailsTo = withMailbox();
const week = 7 * 86_400;
let acme: string;
let count = 0;
let email: string;
beforeEach(async () => {
  await prisma().organization.deleteMany({ where: { slug: 'acme' } });
  await prisma().auditEvent.deleteMany();
  acme = newId(start);
  await prisma().organization.create({ data: { id: acme, slug: 'acme', name: 'Acme' } });
  email = `invited-${++count}@example.com`;
  for (const ctx of [owner(), contextOf(adminOf(acme))]) await settle(ctx);
});

const owner = (now = start) => contextOf(adminOf(acme, 'owner'), now);
const invite = (role: 'owner' | 'admin' | 'member' = 'member', ctx = owner()) =>
  inviteToOrganization(ctx, 'acme', { email, role });
const newestToken = async () => /token=(\S+)/.exec((await mailsTo(email))[0]!.text)![1]!;
const only = async (now = start) => (await listInvitations(owner(now), 'acme'))[0]!;
const actions = async () => {
  const where = { OR: [{ action: { startsWith: 'invitation' } }, { action: { startsWith: 'membership' } }] };
  return (await prisma().auditEvent.findMany({ where, orderBy: { id: 'asc' } })).map(({ action }) => action);
};
const roleOf = async ({ userId }: Person) =>
  (await prisma().membership.findFirst({ where: { organizationId: acme, userId } }))?.role ?? null;

describe('an invitation', () => {
  test('is mailed with who asks, for what, and a link that is kept as a hash alone', async () => {
    const inviter = await createSignedInPerson(`boss-${count}@example.com`);
    const ctx = actingAs(contextAt(start), { ...inviter, administers: [{ id: acme, role: 'owner' }] });
    await settle(ctx);
    expect(await invite('admin', ctx)).toBe('invited');
    const [mail] = await mailsTo(email);
    expect(mail).toMatchObject({ subject: 'Invitation to Acme at localhost:3000' });
    expect(mail!.text).toContain(`${inviter.email} invites ${email} to belong to “Acme”`);
    const row = await prisma().invitation.findFirstOrThrow();
    expect(row).toMatchObject({ email, role: 'admin', expiresAt: later(week), invitedById: inviter.userId });
    expect(Buffer.from(row.tokenHash).toString('latin1')).not.toContain(await newestToken());
    const [event] = await prisma().auditEvent.findMany({ where: { action: { startsWith: 'invitation' } } });
    expect(event).toMatchObject({ action: 'invitation.created', organizationId: acme, targetId: row.id });
    expect(JSON.stringify(event!.detail)).not.toContain('@');
  });

  test('is one per address and organization, until it has expired; of 20 at once one is made', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => invite()));
    expect(all.filter((one) => one === 'invited')).toHaveLength(1);
    expect(all.filter((one) => one === 'already_invited')).toHaveLength(7);
    expect(await invite('member', owner(later(week - 1)))).toBe('already_invited');
    expect(await invite('member', owner(later(week)))).toBe('invited');
    expect(await prisma().invitation.count()).toBe(1);
  });

  test.each([
    ['an admin makes no owner', () => invite('owner', contextOf(adminOf(acme))), 'owners_only'],
    ['of an organization beyond reach', () => invite('member', contextOf(adminOf(newId(start)))), 'unknown'],
    [
      'who belongs to it already',
      async () => {
        const { userId } = await createSignedInPerson(email);
        await prisma().membership.create({ data: { organizationId: acme, userId } });
        return invite();
      },
      'already_member',
    ],
    [
      'of an organization that is disabled',
      async () => {
        await prisma().organization.update({ where: { id: acme }, data: { disabledAt: start } });
        return invite('member', contextOf(platformAdmin));
      },
      'disabled',
    ],
  ])('is not made: %s', async (_why, make, outcome) => {
    expect(await make()).toBe(outcome);
    expect(await prisma().invitation.count()).toBe(0);
    expect(await mailsTo(email)).toEqual([]);
  });

  test('is sent again with another link, for another week; the first link works no more', async () => {
    await invite();
    const first = await newestToken();
    const { id } = await only();
    expect(await resendInvitation(owner(later(60)), id)).toBe('invited');
    const second = await newestToken();
    expect(await findInvitationOfLink(contextAt(later(60)), first)).toBeNull();
    expect(await findInvitationOfLink(contextAt(later(60)), second)).toMatchObject({
      expiresAt: later(week + 60),
    });
    expect(await actions()).toEqual(['invitation.created', 'invitation.sent_again']);
  });

  test('is withdrawn by whoever could have made it, and its link works no more', async () => {
    await invite('owner');
    const { id } = await only();
    for (const change of [resendInvitation, withdrawInvitation])
      expect(await change(contextOf(adminOf(acme)), id)).toBe('owners_only');
    expect(await withdrawInvitation(owner(), id)).toBe('withdrawn');
    expect(await findInvitationOfLink(contextAt(start), await newestToken())).toBeNull();
    expect(await withdrawInvitation(owner(), id)).toBe('unknown');
    expect(await resendInvitation(owner(), id)).toBe('unknown');
  });

  test('is made and sent again by a key for members alone', async () => {
    const key = keyOf(adminOf(acme));
    expect(await invite('admin', key)).toBe('not_by_key');
    await invite('admin');
    const { id } = await only();
    expect(await resendInvitation(key, id)).toBe('not_by_key');
    expect(await withdrawInvitation(key, id)).toBe('withdrawn');
    expect(await invite('member', key)).toBe('invited');
  });

  test('is purged once it has expired', async () => {
    await invite();
    await purge(later(week - 1));
    expect(await prisma().invitation.count()).toBe(1);
    await purge(later(week + 1));
    expect(await prisma().invitation.count()).toBe(0);
  });
});

test('nobody invites by an authority that they had when their request began, and have no more', async () => {
  const ctx = contextOf(adminOf(acme));
  const userId = ctx.actor.type === 'person' ? ctx.actor.userId : '';
  await invite();
  const { id } = await only();
  await prisma().membership.updateMany({ where: { organizationId: acme }, data: { role: 'member' } });
  for (const attempt of [
    () => inviteToOrganization(ctx, 'acme', { email: `x${email}`, role: 'member' }),
    () => resendInvitation(ctx, id),
    () => withdrawInvitation(ctx, id),
  ])
    await expect(attempt()).rejects.toBeInstanceOf(Forbidden);
  await prisma().membership.updateMany({ where: { organizationId: acme }, data: { role: 'admin' } });
  await prisma().user.updateMany({ where: { id: userId }, data: { disabledAt: start } });
  await expect(resendInvitation(ctx, id)).rejects.toBeInstanceOf(Forbidden);
  await prisma().user.updateMany({ where: { id: userId }, data: { disabledAt: null } });
  expect(await resendInvitation(ctx, id)).toBe('invited');
});

describe('an answer', () => {
  const mailed = async (role: 'owner' | 'admin' | 'member' = 'member') => {
    await prisma().invitation.deleteMany();
    await invite(role);
    return { token: await newestToken() };
  };

  test('to accept makes the membership, once, of 20 at the same time', async () => {
    const link = await mailed('admin');
    const person = await createSignedInPerson(email);
    const ctx = actingAs(contextAt(start), person);
    const done = await Promise.all(
      Array.from({ length: 20 }, () => acceptInvitation(ctx, person.userId, link)),
    );
    expect(done.filter(Boolean)).toEqual([{ role: 'admin' }]);
    expect(await roleOf(person)).toBe('admin');
    expect(await actions()).toEqual(['invitation.created', 'invitation.accepted', 'membership.created']);
  });

  test('accept against decline, 20 times: one of them', async () => {
    for (let round = 0; round < 20; round++) {
      email = `round-${count}-${round}@example.com`;
      const link = await mailed();
      const person = await createSignedInPerson(email);
      const [accepted, declined] = await Promise.all([
        acceptInvitation(contextAt(start), person.userId, link),
        declineInvitation(contextAt(start), person.userId, link),
      ]);
      expect([accepted, declined].filter(Boolean)).toHaveLength(1);
      expect(await roleOf(person)).toBe(accepted ? 'member' : null);
    }
  });

  test('never makes anybody less than they are', async () => {
    const link = await mailed('admin');
    const person = await createSignedInPerson(email);
    await prisma().membership.create({
      data: { organizationId: acme, userId: person.userId, role: 'owner' },
    });
    await acceptInvitation(contextAt(start), person.userId, link);
    expect(await roleOf(person)).toBe('owner');
  });

  test('is not another’s, nor after a week, nor while the organization is disabled', async () => {
    const link = await mailed();
    const [person, other] = [await createSignedInPerson(email), await createSignedInPerson()];
    const accept = (who: Person, now = start) => acceptInvitation(contextAt(now), who.userId, link);
    expect(await accept(other)).toBeNull();
    expect(await accept(person, later(week))).toBeNull();
    await prisma().organization.update({ where: { id: acme }, data: { disabledAt: start } });
    expect(await accept(person)).toBeNull();
    await prisma().organization.update({ where: { id: acme }, data: { disabledAt: null } });
    expect(await accept(person, later(week - 1))).toEqual({ role: 'member' });
  });

  test('without the mailed link needs an address that is proved', async () => {
    await mailed();
    const person = await createSignedInPerson(email);
    const ctx = contextAt(start);
    const prove = (emailVerified: Date | null) =>
      prisma().user.update({ where: { id: person.userId }, data: { emailVerified } });
    const { id } = await only();
    await prove(null);
    expect((await listOwnOrganizations(ctx, person.userId)).invitations).toEqual([]);
    expect(await acceptInvitation(ctx, person.userId, { id })).toBeNull();
    await prove(start);
    expect((await listOwnOrganizations(ctx, person.userId)).invitations).toMatchObject([
      { id, role: 'member' },
    ]);
    expect(await acceptInvitation(ctx, person.userId, { id })).toEqual({ role: 'member' });
    expect((await listOwnOrganizations(ctx, person.userId)).organizations.map(({ slug }) => slug)).toContain(
      'acme',
    );
  });

  test('an invited address may have an account while the invitation is pending', async () => {
    expect(await isInvited(contextAt(start), email)).toBe(false);
    await mailed();
    expect(await isInvited(contextAt(start), email)).toBe(true);
    expect(await isInvited(contextAt(later(week)), email)).toBe(false);
  });
});

test('an organization beyond reach is not locked', async () => {
  await inTransaction(async (db) => {
    expect(await lockOrganization(db, [newId(start)], 'acme')).toBeNull();
    const free = await prisma()
      .$queryRaw`SELECT id FROM organizations WHERE slug = 'acme' FOR UPDATE SKIP LOCKED`;
    expect(free).toHaveLength(1);
  });
});

test('a client is found by name where it has sessions, by its id everywhere, and its name then not said', async () => {
  const person = await createSignedInPerson();
  const client = await createClient({ name: `Zebra ${count}` });
  await createTokens(client, person);
  const { organizationId } = await prisma().session.findFirstOrThrow({ where: { clientId: client.id } });
  const { id, name } = client;
  const named = (within: string[] | null, typed: string) => findClientsNamed(within, typed, 5);
  expect(await named(null, 'zebra')).toMatchObject([{ id, name }]);
  expect(await named([organizationId!], 'zebra')).toMatchObject([{ id, name }]);
  expect(await named([acme], 'zebra')).toEqual([]);
  expect(await named([acme], id)).toEqual([{ id, slug: id, name: id }]);
});

test('an invitation whose mail cannot be sent is there all the same', async () => {
  breakMailbox();
  expect(await invite()).toBe('mail_failed');
  expect(await only()).toMatchObject({ email });
});
