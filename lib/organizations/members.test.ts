import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '@/lib/authority/forbidden';
import type { Client } from '@/lib/clients/store';
import { newId, randomSecret } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { listOwnOrganizations } from '@/lib/organizations/answer-invitation';
import type { MembershipRole } from '@/lib/organizations/member-rules';
import {
  changeMemberRole,
  describeMember,
  leaveOrganization,
  listMembers,
  removeMember,
} from '@/lib/organizations/members';
import { withDatabase } from '@/lib/testing/database';
import {
  adminOf,
  allow,
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  keyOf,
  later,
  platformAdmin,
  redeem,
  settle,
  signIn,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

withDatabase();
let people: Person[];
let client: Client;
let acme: string;
beforeAll(async () => {
  client = await createClient();
  people = [await createSignedInPerson('ann@example.com'), await createSignedInPerson('bob@example.com')];
  acme = newId(start);
  await prisma().organization.create({ data: { id: acme, slug: 'acme', name: 'Acme' } });
});
beforeEach(async () => {
  await prisma().membership.deleteMany({ where: { organizationId: acme } });
  await prisma().invitation.deleteMany();
  await prisma().auditEvent.deleteMany();
  await prisma().browserSession.deleteMany();
  people = await Promise.all(people.map(({ userId }) => signIn(userId)));
});

const join = (person: Person, role: MembershipRole = 'member') =>
  prisma().membership.create({
    data: { organizationId: acme, userId: person.userId, role, createdAt: later(60) },
  });
const forbidden = (error: unknown) => {
  if (error instanceof Forbidden) return 'forbidden';
  throw error;
};
const roleOf = async (person: Person) =>
  (await prisma().membership.findFirst({ where: { organizationId: acme, userId: person.userId } }))?.role ??
  null;
const audited = async () =>
  (await prisma().auditEvent.findMany({ orderBy: { id: 'asc' } })).map(
    ({ action, organizationId, userId, detail }) => ({
      ...{ action, organizationId, userId, detail },
    }),
  );
const asOwner = () => contextOf(adminOf(acme, 'owner'));
const asAdmin = () => contextOf(adminOf(acme));
const owner = () => settle(asOwner());
const admin = () => settle(asAdmin());

describe('a role', () => {
  test('is changed, and audited with what it was', async () => {
    const [ann] = people as [Person];
    await join(ann);
    const browsers = () => prisma().browserSession.count({ where: { userId: ann.userId } });
    expect(await changeMemberRole(await admin(), 'acme', ann.userId, 'admin')).toBe('changed');
    expect(await browsers(), 'the browsers of before').toBe(0);
    expect(await changeMemberRole(await admin(), 'acme', ann.userId, 'admin')).toBe('unchanged');
    expect(await audited()).toEqual([
      {
        ...{ action: 'membership.changed', organizationId: acme, userId: ann.userId },
        detail: { changes: { role: { from: 'member', to: 'admin' } }, invitationsWithdrawn: 0, browsers: 1 },
      },
    ]);
  });

  test('that 20 administrators change alike is changed once', async () => {
    const [ann] = people as [Person];
    await join(ann);
    const done = await Promise.all(
      Array.from({ length: 20 }, async () => changeMemberRole(await owner(), 'acme', ann.userId, 'owner')),
    );
    expect(done.filter((one) => one === 'changed')).toHaveLength(1);
    expect(await audited()).toHaveLength(1);
  });

  test('of an owner is not for admins, who give none either', async () => {
    const [ann, bob] = people as [Person, Person];
    await join(ann, 'owner');
    await join(bob);
    expect(await changeMemberRole(await admin(), 'acme', ann.userId, 'member')).toBe('owners_only');
    expect(await removeMember(await admin(), 'acme', ann.userId)).toBe('owners_only');
    expect(await changeMemberRole(await admin(), 'acme', bob.userId, 'owner')).toBe('owners_only');
    expect([await roleOf(ann), await roleOf(bob)]).toEqual(['owner', 'member']);
    expect(await audited()).toEqual([]);
  });

  test('more than member is given by no key, not even a platform admin’s; less is', async () => {
    const [ann, bob] = people as [Person, Person];
    await join(ann, 'owner');
    await join(bob);
    for (const key of [keyOf(adminOf(acme)), keyOf(platformAdmin)]) {
      expect(await changeMemberRole(key, 'acme', bob.userId, 'admin')).toBe('not_by_key');
      expect(await changeMemberRole(key, 'acme', bob.userId, 'member')).toBe('unchanged');
    }
    expect(await changeMemberRole(keyOf(platformAdmin), 'acme', bob.userId, 'owner')).toBe('not_by_key');
    await changeMemberRole(contextOf(platformAdmin), 'acme', bob.userId, 'admin');
    expect(await changeMemberRole(keyOf(adminOf(acme)), 'acme', bob.userId, 'member')).toBe('changed');
  });

  test('that is less takes the invitations along that could not be made any more', async () => {
    const [ann, bob] = people as [Person, Person];
    await join(ann, 'owner');
    await join(bob, 'owner');
    const invite = (role: MembershipRole) =>
      prisma().invitation.create({
        data: {
          ...{
            id: newId(start),
            organizationId: acme,
            email: `${role}@example.com`,
            role,
            invitedById: bob.userId,
          },
          ...{ tokenHash: Uint8Array.from(randomSecret()), createdAt: start, expiresAt: later(60) },
        },
      });
    for (const role of ['owner', 'admin', 'member'] as const) await invite(role);
    const left = async () =>
      (await prisma().invitation.findMany({ orderBy: { role: 'asc' } })).map(({ role }) => role);
    await changeMemberRole(await owner(), 'acme', bob.userId, 'admin');
    expect(await left()).toEqual(['admin', 'member']);
    await changeMemberRole(await owner(), 'acme', bob.userId, 'member');
    expect(await left()).toEqual([]);
  });
});

describe('the last owner', () => {
  test('is neither demoted nor removed, nor do they leave, whoever asks', async () => {
    const [ann, bob] = people as [Person, Person];
    await join(ann, 'owner');
    await join(bob, 'admin');
    const asAnn = actingAs(contextAt(start), { ...ann, administers: [{ id: acme, role: 'owner' }] });
    for (const ctx of [asAnn, contextOf(platformAdmin)]) {
      expect(await changeMemberRole(ctx, 'acme', ann.userId, 'admin')).toBe('last_owner');
      expect(await removeMember(ctx, 'acme', ann.userId)).toBe('last_owner');
    }
    expect(await leaveOrganization(contextAt(start), ann.userId, 'acme')).toBe('last_owner');
    await prisma().membership.updateMany({ where: { organizationId: acme }, data: { role: 'owner' } });
    await prisma().user.update({ where: { id: bob.userId }, data: { disabledAt: start } });
    expect(await leaveOrganization(contextAt(start), ann.userId, 'acme'), 'the other is disabled').toBe(
      'last_owner',
    );
    await prisma().user.update({ where: { id: bob.userId }, data: { disabledAt: null } });
    expect(await leaveOrganization(contextAt(start), ann.userId, 'acme')).toBe('changed');
  });

  test('is kept when two owners demote, remove or leave each other at once, 20 times', async () => {
    const [ann, bob] = people as [Person, Person];
    for (let round = 0; round < 20; round++) {
      await prisma().membership.deleteMany({ where: { organizationId: acme } });
      await join(ann, 'owner');
      await join(bob, 'owner');
      const done = await Promise.all([
        round % 2
          ? changeMemberRole(contextOf(platformAdmin), 'acme', ann.userId, 'member')
          : leaveOrganization(contextAt(start), ann.userId, 'acme'),
        removeMember(contextOf(platformAdmin), 'acme', bob.userId),
      ]);
      expect(done.sort()).toEqual(['changed', 'last_owner']);
      expect(await prisma().membership.count({ where: { organizationId: acme, role: 'owner' } })).toBe(1);
    }
  });
});

test('an owner demotes an admin who makes somebody admin at that moment, 20 times: never after it', async () => {
  const [ann, bob] = people as [Person, Person];
  const asBob = actingAs(contextAt(start), { ...bob, administers: [{ id: acme, role: 'admin' }] });
  for (let round = 0; round < 20; round++) {
    await prisma().membership.deleteMany({ where: { organizationId: acme } });
    await prisma().auditEvent.deleteMany();
    await join(ann);
    await join(bob, 'admin');
    const ctx = await owner();
    const making = () => changeMemberRole(asBob, 'acme', ann.userId, 'admin').catch(forbidden);
    const demoting = () => changeMemberRole(ctx, 'acme', bob.userId, 'member');
    const [made] = await Promise.all(
      round % 2 ? [making(), demoting()] : [demoting(), making()].toReversed(),
    );
    const changed = (await audited()).map(({ userId }) => userId).sort();
    expect(changed).toEqual(made === 'changed' ? [ann.userId, bob.userId].sort() : [bob.userId]);
    expect(await roleOf(ann)).toBe(made === 'changed' ? 'admin' : 'member');
  }
  expect(await changeMemberRole(asBob, 'acme', bob.userId, 'admin').catch(forbidden)).toBe('forbidden');
  expect(await removeMember(asBob, 'acme', ann.userId).catch(forbidden)).toBe('forbidden');
});

describe('a member who is removed', () => {
  test('is signed out of that organization at once, and of no other', async () => {
    const [ann] = people as [Person];
    await join(ann);
    const signIn = async (organizationId?: string) => {
      const device = await startDevice(client);
      await allow(ann, await enter(ann, device.userCode), start, organizationId);
      return device;
    };
    const [there, elsewhere] = [await signIn(acme), await signIn()];
    const [ended, kept] = [
      await redeem(client, there.deviceCode),
      await redeem(client, elsewhere.deviceCode),
    ];
    const waiting = await signIn(acme);
    await prisma().auditEvent.deleteMany();

    expect(await removeMember(await admin(), 'acme', ann.userId)).toBe('changed');
    expect([await isLive(ended.accessToken), await isLive(kept.accessToken)]).toEqual([false, true]);
    expect(await codeOf(redeem(client, waiting.deviceCode))).toBe('access_denied');
    const session = await prisma().session.findFirstOrThrow({ where: { organizationId: acme } });
    expect(session).toMatchObject({ revokedReason: 'left_organization', revokedAt: start });
    expect(await audited()).toEqual([
      {
        ...{ action: 'session.revoked', organizationId: acme, userId: ann.userId },
        detail: { reason: 'left_organization' },
      },
      {
        ...{ action: 'membership.removed', organizationId: acme, userId: ann.userId },
        detail: { role: 'member', sessionsEnded: 1, invitationsWithdrawn: 0 },
      },
    ]);
    await join(ann);
    expect(await isLive(ended.accessToken), 'back as a member').toBe(false);
  });

  test('leaves no session behind that is redeemed at the same moment, 20 times', async () => {
    const [ann] = people as [Person];
    for (let round = 0; round < 20; round++) {
      await join(ann);
      const device = await startDevice(client);
      await allow(ann, await enter(ann, device.userCode), start, acme);
      await Promise.all([
        redeem(client, device.deviceCode).catch(() => null),
        removeMember(contextOf(platformAdmin), 'acme', ann.userId),
      ]);
      expect(await prisma().session.count({ where: { organizationId: acme, revokedAt: null } })).toBe(0);
    }
  });

  test('is removed once by 20 administrators; nobody from the default organization', async () => {
    const [ann] = people as [Person];
    await join(ann);
    const done = await Promise.all(
      Array.from({ length: 20 }, async () => removeMember(await owner(), 'acme', ann.userId)),
    );
    expect(done.filter((one) => one === 'changed')).toHaveLength(1);
    const everything = contextOf(platformAdmin);
    expect(await removeMember(everything, 'default', ann.userId)).toBe('default');
    expect(await leaveOrganization(contextAt(start), ann.userId, 'default')).toBe('default');
    expect(await removeMember(everything, 'nowhere', ann.userId)).toBe('unknown');
  });
});

test('nobody leaves an organization that has the domain of their address; an administrator removes them', async () => {
  const [ann] = people as [Person];
  await join(ann);
  await prisma().emailDomain.create({ data: { domain: 'example.com', organizationId: acme } });
  const leave = () => leaveOrganization(contextAt(start), ann.userId, 'acme');
  const own = (await listOwnOrganizations(contextAt(start), ann.userId)).organizations;
  expect(own.map(({ slug, isByAddress }) => [slug, isByAddress])).toContainEqual(['acme', true]);
  expect(await leave()).toBe('by_address');
  expect(await removeMember(await admin(), 'acme', ann.userId)).toBe('changed');
  await join(ann);
  await prisma().emailDomain.deleteMany();
  expect(await leave()).toBe('changed');
});

test('members are listed by address, searched, and paged', async () => {
  const [ann, bob] = people as [Person, Person];
  await join(bob, 'owner');
  await join(ann);
  const emails = async (search: Parameters<typeof listMembers>[2]) =>
    (await listMembers(asAdmin(), 'acme', search)).rows.map(({ email }) => email);
  expect(await emails({ text: '' })).toEqual(['ann@example.com', 'bob@example.com']);
  expect(await emails({ text: 'BOB@' })).toEqual(['bob@example.com']);
  expect(await emails({ text: '%' })).toEqual([]);
  expect(await emails({ text: '', after: ann.userId })).toEqual(['bob@example.com']);
  expect(await emails({ text: '', before: bob.userId })).toEqual(['ann@example.com']);
  const stranger = await createSignedInPerson('an@example.com');
  expect(await emails({ text: '', after: stranger.userId }), 'nothing of where a stranger would be').toEqual(
    [],
  );
  expect((await listMembers(asAdmin(), 'acme', { text: '', most: 1 })).after).toBe(ann.userId);
  expect(await describeMember(asAdmin(), 'acme', bob.userId)).toMatchObject({
    role: 'owner',
    since: later(60),
  });
  expect(await describeMember(contextOf(adminOf(newId(start))), 'acme', bob.userId)).toBeNull();
});
