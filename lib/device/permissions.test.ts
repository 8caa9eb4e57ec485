import { beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '@/lib/audit/store';
import { requireAdministrator } from '@/lib/authority/administrator';
import { authorityOf } from '@/lib/authority/verb';
import type { Client } from '@/lib/clients/store';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { requiredToAllow } from '@/lib/device/required-sign-in';
import type { PendingGrant } from '@/lib/device/store';
import type { Person } from '@/lib/login/browser-session';
import { OAuthError } from '@/lib/oauth/errors';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  createClient,
  createSignedInPerson,
  enter,
  later,
  noSecondFactor,
  redeem,
  start,
  startDevice,
} from '@/lib/testing/factories';

/** A device that may administer: only what its person may, only for its organization, and only while they may. */
withDatabase();
let client: Client;
const acme = newId(start);
beforeAll(async () => {
  client = await createClient({ scopes: ['openid', 'people:read', 'sessions:write', 'deploy'] });
  await prisma().organization.create({ data: { id: acme, slug: 'acme', name: 'Acme' } });
});

type Role = 'owner' | 'admin' | 'member';
const belong = (person: Person, role: Role) =>
  prisma().membership.upsert({
    where: { organizationId_userId: { organizationId: acme, userId: person.userId } },
    create: { organizationId: acme, userId: person.userId, role },
    update: { role },
  });
const signedIn = async (person: Person) => {
  const device = await startDevice(client);
  const grantId = await enter(person, device.userCode);
  expect(await allow(person, grantId, start, acme)).toBe('decided');
  return redeem(client, device.deviceCode);
};
const asked = (token: string) =>
  requireAdministrator(
    contextAt(start),
    new Request('http://x/', { headers: { authorization: `Bearer ${token}` } }),
    'people:read',
  );
const outcome = (token: string) =>
  asked(token).then(
    (ctx) => authorityOf(ctx),
    (error: unknown) => (error instanceof OAuthError ? error.code : error),
  );

describe('what only administrators can use is granted to', () => {
  test.each([
    ['a member', 'member', ['openid', 'deploy']],
    ['an admin of the organization', 'admin', ['openid', 'people:read', 'sessions:write', 'deploy']],
    ['its owner', 'owner', ['openid', 'people:read', 'sessions:write', 'deploy']],
  ] as const)('%s: %s', async (_who, role, scopes) => {
    const person = await createSignedInPerson();
    await belong(person, role);
    expect((await signedIn(person)).scopes).toEqual(scopes);
  });

  test('an administrator of everything, who is a member there', async () => {
    const person = await createSignedInPerson();
    await belong(person, 'member');
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
    expect((await signedIn(person)).scopes).toContain('people:read');
  });
});

describe('to allow such a device is what administrators do', () => {
  const allowedAt = async (person: Person, seconds: number) => {
    const device = await startDevice(client, contextAt(later(seconds)));
    return allow(person, await enter(person, device.userCode, later(seconds)), later(seconds), acme);
  };

  test.each([
    ['who has just signed in', 'admin', 599, 'decided'],
    ['who signed in some time ago', 'admin', 601, 'too_late'],
    ['who administers nothing, and so allows nothing of the kind', 'member', 601, 'decided'],
  ] as const)('%s: %s after %d s: %s', async (_who, role, seconds, outcome) => {
    const person = await createSignedInPerson();
    await belong(person, role);
    expect(await allowedAt(person, seconds)).toBe(outcome);
  });

  test('who has a second factor gives it for that', async () => {
    const person = await createSignedInPerson();
    await belong(person, 'owner');
    await addPasskey(person.userId);
    expect(await allowedAt(person, 60)).toBe('too_late');
    const where = { id: person.browserSessionId };
    await prisma().browserSession.update({ where, data: { secondFactorAt: start } });
    expect(await allowedAt(person, 60)).toBe('decided');
    expect(await allowedAt(person, 601)).toBe('too_late');
  });

  test('the page asks the same', async () => {
    const grant = { scopes: ['people:read'], administratorsOnly: false, maxAgeSeconds: null, acrValues: [] };
    const asks = (administers: Person['administers'], more: object = {}) =>
      requiredToAllow(
        contextAt(start),
        { ...noSecondFactor, role: 'user', administers } as unknown as Person,
        {
          ...({ ...grant, ...more } as unknown as PendingGrant),
        },
      ).fresh;
    expect(asks([])).toBe(false);
    expect(asks([{ id: acme, role: 'admin' }])).toBe(true);
    expect(asks([{ id: acme, role: 'admin' }], { scopes: ['openid'] })).toBe(false);
    expect(asks([{ id: acme, role: 'admin' }], { scopes: [], administratorsOnly: true })).toBe(true);
  });
});

const addPasskey = (userId: string) =>
  prisma().passkey.create({
    data: {
      ...{ id: newId(start), userId, credentialId: Uint8Array.from([1]), publicKey: Uint8Array.from([1]) },
      ...{ signatureCounter: 0, synced: false, name: 'key', createdAt: start },
    },
  });

describe('such a device', () => {
  test('administers its own organization and no other, and only while its person does', async () => {
    const person = await createSignedInPerson();
    await belong(person, 'admin');
    const elsewhere = newId(start);
    await prisma().organization.create({ data: { id: elsewhere, slug: 'elsewhere', name: 'Elsewhere' } });
    await prisma().membership.create({
      data: { organizationId: elsewhere, userId: person.userId, role: 'owner' },
    });
    const { accessToken } = await signedIn(person);
    const ofAcme = { isPlatformAdmin: false, organizations: [{ id: acme, role: 'admin' }] };
    expect(await outcome(accessToken)).toEqual(ofAcme);
    await belong(person, 'member');
    expect(await outcome(accessToken)).toEqual({ isPlatformAdmin: false, organizations: [] });
  });

  test('of an administrator of everything administers its organization alone', async () => {
    const person = await createSignedInPerson();
    await belong(person, 'member');
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
    const { accessToken } = await signedIn(person);
    const ofAcme = { isPlatformAdmin: false, organizations: [{ id: acme, role: 'owner' }] };
    expect(await outcome(accessToken)).toEqual(ofAcme);
  });

  test('administers everything where its client is for administrators of the server alone', async () => {
    const person = await createSignedInPerson();
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
    const own = await createClient({ administratorsOnly: true, scopes: ['people:read'] });
    const device = await startDevice(own);
    await allow(person, await enter(person, device.userCode));
    const { accessToken } = await redeem(own, device.deviceCode);
    expect(await outcome(accessToken)).toMatchObject({ isPlatformAdmin: true });
  });

  test('is its person in the audit log, with which device it was', async () => {
    const person = await createSignedInPerson();
    await belong(person, 'admin');
    const tokens = await signedIn(person);
    const ctx = { ...(await asked(tokens.accessToken)), requestId: 'by-device' };
    await recordAudit(prisma(), ctx, { action: 'membership.removed' });
    const row = await prisma().auditEvent.findFirstOrThrow({ where: { requestId: 'by-device' } });
    expect(row).toMatchObject({
      ...{ actorType: 'person', actorId: person.userId, detail: { by_session: tokens.subject.sessionId } },
    });
  });

  test.each([
    ['a token without the scope', 'member', 'insufficient_scope'],
    ['a dead token', null, 'invalid_token'],
  ] as const)('is none with %s', async (_what, role, code) => {
    const person = await createSignedInPerson();
    await belong(person, role ?? 'admin');
    const { accessToken } = await signedIn(person);
    if (!role) await prisma().session.updateMany({ data: { revokedAt: start, revokedReason: 'signed_out' } });
    expect(await outcome(accessToken)).toBe(code);
    expect(await outcome('')).toBe('invalid_token');
  });
});
