import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { newId } from '@/lib/crypto';
import type { Prisma } from '@/lib/db/generated/client';
import { prisma } from '@/lib/db/prisma';
import { approveDeviceGrant } from '@/lib/device/decide';
import { findOrganizationChoice } from '@/lib/device/organizations';
import { findGrantState } from '@/lib/device/store';
import { consentTicket } from '@/lib/device/ticket';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { readDeviceAuthorizationRequest } from '@/lib/oauth/requests';
import { changePolicy } from '@/lib/organizations/change-policy';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  later,
  platformAdmin,
  redeem,
  refresh,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

/** What an organization’s policy does to a device: when it is allowed, when its tokens are given, refreshed and used. */
withDatabase();
let person: Person;
let client: Client;
let acme: string;
beforeAll(async () => {
  person = await createSignedInPerson();
  client = await createClient({ scopes: ['openid', 'email', 'deploy'] });
});
beforeEach(async () => {
  await prisma().organization.deleteMany({ where: { slug: 'acme' } });
  acme = newId(start);
  await prisma().organization.create({ data: { id: acme, slug: 'acme', name: 'Acme' } });
  await prisma().membership.create({
    data: { organizationId: acme, userId: person.userId, createdAt: later(60) },
  });
});

const policy = (change: Prisma.OrganizationUpdateInput) =>
  prisma().organization.update({ where: { id: acme }, data: change });
const as = ({ userId }: Person) => ({ userId, isPlatformAdmin: false });
const hint = { organizationHint: 'acme' };
const asked = async (more: { scopes?: string[] } = {}) => {
  const device = await startDevice(client, contextAt(start), { ...hint, ...more });
  return { ...device, grantId: await enter(person, device.userCode) };
};
const allowed = async () => {
  const device = await asked();
  expect(await allow(person, device.grantId, start, acme)).toBe('decided');
  return device;
};
const signedIn = async () => redeem(client, (await allowed()).deviceCode);
const sessionOf = () =>
  prisma().session.findFirstOrThrow({ where: { organizationId: acme }, orderBy: { id: 'desc' } });

describe('the choice', () => {
  test('is among one’s own, the hinted one first; the token says which', async () => {
    const { grantId, deviceCode } = await asked();
    const grant = (await findGrantState(grantId))!;
    const choice = await findOrganizationChoice(as(person), grant);
    expect(choice.possible.map(({ slug }) => slug)).toEqual(['default', 'acme']);
    expect(choice.preselected).toBe(acme);
    expect(await allow(person, grantId, start, acme)).toBe('decided');
    await redeem(client, deviceCode);
    expect((await sessionOf()).userId).toBe(person.userId);
    const next = await findOrganizationChoice(as(person), { clientId: client.id, organizationHint: null });
    expect(next.preselected, 'the one chosen last').toBe(acme);
  });

  test.each<[string, () => Promise<unknown>, string?]>([
    [
      'one of which they are no member',
      () => prisma().membership.deleteMany({ where: { organizationId: acme } }),
    ],
    ['one that is disabled', () => policy({ disabledAt: start })],
    ['one that allows other clients alone', () => policy({ allowedClients: ['other'] })],
    ['one that is not there', async () => {}, newId(start)],
  ])('is refused for %s, and may be made again', async (_what, spoil, id) => {
    const { grantId } = await asked();
    await spoil();
    expect(await allow(person, grantId, start, id ?? acme)).toBe('wrong_organization');
    expect((await findGrantState(grantId))!.status).toBe('pending');
    expect(await allow(person, grantId)).toBe('decided');
  });

  test('may be left out where only one will do, and nowhere else', async () => {
    const decide = async () => {
      const { grantId } = await asked();
      const ticket = consentTicket(person.browserSessionId, grantId);
      return approveDeviceGrant(actingAs(contextAt(start), person), { grantId, ticket });
    };
    expect(await decide()).toBe('wrong_organization');
    await policy({ allowedClients: ['other'] });
    expect(await decide()).toBe('decided');
  });

  test('is not offered where none allows the client', async () => {
    const stranger = await createSignedInPerson();
    await prisma().membership.deleteMany({ where: { userId: stranger.userId } });
    const grant = { clientId: client.id, organizationHint: 'acme' };
    expect(await findOrganizationChoice(as(stranger), grant)).toEqual({
      ...{ possible: [], preselected: null, refusing: [], reason: null },
    });
    await policy({ allowedClients: ['other'] });
    expect((await findOrganizationChoice(as(person), grant)).refusing).toEqual(['Acme']);
  });

  test('is hinted at by `organization`, or `organization_id` as WorkOS calls it', () => {
    const read = (form: Record<string, string>) =>
      readDeviceAuthorizationRequest(new Map(Object.entries(form)));
    expect(read({ organization: 'acme' }).organizationHint).toBe('acme');
    expect(read({ organization_id: 'org_1' }).organizationHint).toBe('org_1');
    expect(read({ organization: 'acme', organization_id: 'org_1' }).organizationHint).toBe('acme');
    expect(() => read({ organization: 'x'.repeat(101) })).toThrow('organization is not valid');
  });
});

describe('the policy when tokens are given', () => {
  test('cuts the scopes, and the shorter of the lifetimes counts', async () => {
    await policy({
      scopeCeiling: ['openid', 'deploy'],
      sessionLifetimeSeconds: 7_200,
      sessionIdleSeconds: 600,
    });
    const tokens = await signedIn();
    expect(tokens.scopes).toEqual(['openid', 'deploy']);
    expect(tokens).toMatchObject({ sessionExpiresInSeconds: 7_200, expiresInSeconds: 3_600 });
    const row = await sessionOf();
    expect(row).toMatchObject({ expiresAt: later(7_200), scopes: ['openid', 'deploy'] });
    const [token] = await prisma().refreshToken.findMany({ where: { sessionId: row.id } });
    expect(token!.expiresAt).toEqual(later(600));
  });

  test('makes nothing longer or wider than the client says', async () => {
    await policy({ scopeCeiling: ['openid', 'email', 'deploy', 'more'], sessionLifetimeSeconds: 69_120_000 });
    const tokens = await signedIn();
    expect(tokens.scopes).toEqual(['openid', 'email', 'deploy']);
    expect(tokens.sessionExpiresInSeconds).toBe(7_776_000);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['is no member any more', () => prisma().membership.deleteMany({ where: { organizationId: acme } })],
    ['belongs to one that was disabled', () => policy({ disabledAt: start })],
    ['uses a client that is allowed no more', () => policy({ allowedClients: ['other'] })],
  ])('gives none to who %s', async (_who, spoil) => {
    const { deviceCode } = await allowed();
    await spoil();
    expect(await codeOf(redeem(client, deviceCode))).toBe('invalid_grant');
  });
});

describe('the policy when it changes', () => {
  const change = (wanted: Parameters<typeof changePolicy>[2], now = start) =>
    changePolicy(contextOf(platformAdmin, now), 'acme', wanted);

  test('drops scopes at the next refresh, and gives them back when it allows them again', async () => {
    const first = await signedIn();
    await change({ scopeCeiling: ['openid', 'deploy'] });
    const second = await refresh(client, first.refreshToken!, later(10));
    expect(second.scopes).toEqual(['openid', 'deploy']);
    const named = await refresh(client, second.refreshToken!, later(20), { scopes: ['email', 'deploy'] });
    expect(named.scopes).toEqual(['deploy']);
    await change({ scopeCeiling: [] });
    expect((await refresh(client, named.refreshToken!, later(30))).scopes).toEqual([
      'openid',
      'email',
      'deploy',
    ]);
  });

  test('makes what a client has signed in live no more, and live again', async () => {
    const { accessToken, refreshToken } = await signedIn();
    expect(await change({ allowedClients: ['nobody-s'] })).toBe('unknown_client');
    const other = await createClient();
    expect(await change({ allowedClients: [other.id] })).toBe('changed');
    expect(await isLive(accessToken)).toBe(false);
    expect(await codeOf(refresh(client, refreshToken!))).toBe('invalid_grant');
    await change({ allowedClients: [other.id, client.id] });
    expect(await isLive(accessToken)).toBe(true);
    expect((await refresh(client, refreshToken!)).accessToken).toBeTruthy();
  });

  test('ends sessions sooner, those too that are there; and none later', async () => {
    const { accessToken, refreshToken } = await signedIn();
    await change({ sessionLifetimeSeconds: 3_000 });
    expect((await sessionOf()).expiresAt).toEqual(later(3_000));
    expect([await isLive(accessToken, later(2_999)), await isLive(accessToken, later(3_000))]).toEqual([
      true,
      false,
    ]);
    expect(await codeOf(refresh(client, refreshToken!, later(3_000)))).toBe('invalid_grant');
    await change({ sessionLifetimeSeconds: null });
    expect((await sessionOf()).expiresAt).toEqual(later(3_000));
  });

  test('lets unused refresh tokens die sooner, and each next one', async () => {
    const { refreshToken } = await signedIn();
    await change({ sessionIdleSeconds: 600 });
    expect(await codeOf(refresh(client, refreshToken!, later(600)))).toBe('invalid_grant');
    const next = await refresh(client, refreshToken!, later(599));
    expect(await codeOf(refresh(client, next.refreshToken!, later(1_199)))).toBe('invalid_grant');
    expect((await refresh(client, next.refreshToken!, later(1_198))).accessToken).toBeTruthy();
  });

  test('shortens every session there is, however many, and of no other organization', async () => {
    await signedIn();
    const { id } = await sessionOf();
    await prisma().$executeRaw`
      INSERT INTO sessions (id, user_id, client_id, organization_id, scopes, authenticated_at, created_at, last_used_at, expires_at)
      SELECT gen_random_uuid(), user_id, client_id, organization_id, scopes, authenticated_at,
             created_at + (n / 7000) * interval '1 second', last_used_at, expires_at FROM sessions, generate_series(1, 12000) n WHERE id = ${id}::uuid`;
    const elsewhere = await asked();
    await allow(person, elsewhere.grantId);
    await redeem(client, elsewhere.deviceCode);
    await change({ sessionLifetimeSeconds: 3_000 });
    const late = { expiresAt: { gt: later(3_001) } };
    expect(await prisma().session.count({ where: { organizationId: acme, ...late } })).toBe(0);
    expect(
      await prisma().session.count({ where: { NOT: { organizationId: acme }, ...late } }),
    ).toBeGreaterThan(0);
  });

  test('reaches a session that begins at the same moment, 20 times', async () => {
    for (let round = 0; round < 20; round++) {
      await policy({ sessionLifetimeSeconds: null });
      const { deviceCode } = await allowed();
      await Promise.all([redeem(client, deviceCode), change({ sessionLifetimeSeconds: 3_000 })]);
      expect((await sessionOf()).expiresAt).toEqual(later(3_000));
    }
  });
});

describe('an organization that the device requires', () => {
  const required = { organizationHint: 'acme', organizationRequired: true };

  test('is the only one that can be chosen, also by who belongs to others', async () => {
    const device = await startDevice(client, contextAt(start), required);
    const grantId = await enter(person, device.userCode);
    const grant = (await findGrantState(grantId))!;
    const { possible } = await findOrganizationChoice(as(person), grant);
    expect(possible.map(({ slug }) => slug)).toEqual(['acme']);
    const other = await prisma().organization.findFirstOrThrow({ where: { slug: 'default' } });
    expect(await allow(person, grantId, start, other.id)).toBe('wrong_organization');
    expect(await allow(person, grantId, start, acme)).toBe('decided');
    expect((await redeem(client, device.deviceCode)).subject.organizationSlug).toBe('acme');
  });

  test('to which the person does not belong cannot be allowed for another', async () => {
    const stranger = await createSignedInPerson();
    const device = await startDevice(client, contextAt(start), required);
    const grantId = await enter(stranger, device.userCode);
    const grant = (await findGrantState(grantId))!;
    expect(await findOrganizationChoice(as(stranger), grant)).toMatchObject({
      ...{ possible: [], preselected: null, reason: 'organization_required' },
    });
    expect(await allow(stranger, grantId)).toBe('wrong_organization');
  });
});
