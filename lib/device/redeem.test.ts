import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { approveDeviceGrant, denyDeviceGrant } from '@/lib/device/decide';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { consentTicket } from '@/lib/device/ticket';
import { actingAs, type Person } from '@/lib/login/browser-session';
import type { OAuthError } from '@/lib/oauth/errors';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  createApprovedDevice,
  createClient,
  createSignedInPerson,
  createTokens,
  enter,
  isLive,
  later,
  redeem,
  refresh,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

withDatabase();
let client: Client;
let person: Person;
beforeAll(async () => {
  client = await createClient();
  person = await createSignedInPerson();
});

const poll = (deviceCode: string, now = start) => redeem(client, deviceCode, now);

describe('polling', () => {
  test('pending, then slow_down with an interval that grows by five and stays', async () => {
    const { deviceCode } = await startDevice(client);
    expect(await codeOf(poll(deviceCode, later(0)))).toBe('authorization_pending');
    expect(await codeOf(poll(deviceCode, later(5)))).toBe('authorization_pending');
    await expect(poll(deviceCode, later(6))).rejects.toMatchObject({
      code: 'slow_down',
      members: { interval: 10 },
    });
    await expect(poll(deviceCode, later(7))).rejects.toMatchObject({
      code: 'slow_down',
      members: { interval: 15 },
    });
    expect(await codeOf(poll(deviceCode, later(22)))).toBe('authorization_pending');
    await expect(poll(deviceCode, later(27))).rejects.toMatchObject({
      code: 'slow_down',
      members: { interval: 20 },
    });
  });

  test('expired, denied and unknown each get their RFC 8628 §3.5 error', async () => {
    const device = await startDevice(client);
    expect(await codeOf(poll(device.deviceCode, later(600)))).toBe('expired_token');
    const other = await startDevice(client);
    const grantId = await enter(person, other.userCode);
    await denyDeviceGrant(actingAs(contextAt(start), person), {
      grantId,
      ticket: consentTicket(person.browserSessionId, grantId),
    });
    expect(await codeOf(poll(other.deviceCode))).toBe('access_denied');
    expect(await codeOf(poll('nothing'))).toBe('invalid_grant');
  });

  test('unknown codes are limited per network, with slow_down', async () => {
    const from = contextAt(start, '203.0.113.9');
    const codes = [];
    for (let i = 0; i < 61; i++)
      codes.push(
        await codeOf(
          redeemDeviceCode(from, client, { deviceCode: `unknown ${i}`, resources: [], proof: null }),
        ),
      );
    expect(codes.slice(0, 60).every((code) => code === 'invalid_grant')).toBe(true);
    expect(codes[60]).toBe('slow_down');
  });

  test("another client's device code is invalid_grant, and stays the first client's", async () => {
    const { deviceCode } = await createApprovedDevice(client, person);
    const thief = await createClient();
    expect(await codeOf(redeem(thief, deviceCode))).toBe('invalid_grant');
    expect((await poll(deviceCode)).accessToken).toMatch(/^dc_/);
  });
});

describe('redemption', () => {
  test('200 parallel polls give one token set, and it stays valid (I1)', async () => {
    const { deviceCode } = await createApprovedDevice(client, person);
    const settled = await Promise.allSettled(Array.from({ length: 200 }, () => poll(deviceCode)));
    const won = settled.filter((one) => one.status === 'fulfilled');
    const lost = settled.filter((one) => one.status === 'rejected');
    expect(won).toHaveLength(1);
    expect(new Set(lost.map((one) => (one.reason as OAuthError).code))).toEqual(new Set(['invalid_grant']));
    expect(await isLive(won[0]!.value.accessToken)).toBe(true);
    const refreshed = await refresh(client, won[0]!.value.refreshToken!);
    expect(await isLive(refreshed.accessToken)).toBe(true);
  });

  test('a redeemed code shown again long after ends the session, and is audited (I5)', async () => {
    const { deviceCode, accessToken } = await createTokens(client, person);
    expect(await codeOf(poll(deviceCode, later(30)))).toBe('invalid_grant');
    expect(await isLive(accessToken)).toBe(true);
    expect(await codeOf(poll(deviceCode, later(31)))).toBe('invalid_grant');
    expect(await isLive(accessToken)).toBe(false);
    expect(await prisma().auditEvent.count({ where: { action: 'device.replayed' } })).toBe(1);
  });

  test.each([
    [
      'a disabled person',
      (p: Person) => prisma().user.update({ where: { id: p.userId }, data: { disabledAt: start } }),
    ],
    [
      'a member who was removed',
      (p: Person) => prisma().membership.deleteMany({ where: { userId: p.userId } }),
    ],
  ])('%s gets no tokens, though it was approved (I6)', async (_who, remove) => {
    const someone = await createSignedInPerson();
    const { deviceCode } = await createApprovedDevice(client, someone);
    await remove(someone);
    expect(await codeOf(poll(deviceCode))).toBe('invalid_grant');
    expect(await prisma().session.count({ where: { userId: someone.userId } })).toBe(0);
  });

  test('a client that was disabled in between gets none', async () => {
    const gone = await createClient();
    const { deviceCode } = await createApprovedDevice(gone, person);
    await prisma().client.update({ where: { id: gone.id }, data: { disabledAt: start } });
    expect(await codeOf(redeem(gone, deviceCode))).toBe('invalid_grant');
  });

  test('tokens are of the granted scopes, live as long as the profile says, and nothing is stored in clear', async () => {
    const tokens = await createTokens(client, person);
    expect(tokens).toMatchObject({ expiresInSeconds: 3600, scopes: ['openid', 'profile', 'email'] });
    expect(await isLive(tokens.accessToken, later(3599))).toBe(true);
    expect(await isLive(tokens.accessToken, later(3600))).toBe(false);
  });
});

describe('decisions', () => {
  test('approve against deny, 200 times: one wins each time, and the device hears that one (I2)', async () => {
    const someone = await createSignedInPerson();
    for (let round = 0; round < 200; round++) {
      const device = await startDevice(client, contextAt(start, `10.0.${round}.1`));
      const grantId = await enter(someone, device.userCode);
      const by = actingAs(contextAt(start), someone);
      const decision = { grantId, ticket: consentTicket(someone.browserSessionId, grantId) };
      const [allowed, denied] = await Promise.all([
        approveDeviceGrant(by, decision),
        denyDeviceGrant(by, decision),
      ]);
      expect([allowed, denied].sort()).toEqual(['decided', 'too_late']);
      const answer = await codeOf(poll(device.deviceCode));
      expect(answer).toBe(allowed === 'decided' ? 'tokens' : 'access_denied');
    }
  });

  test('of two people who enter one code, the first to allow has the device', async () => {
    for (let round = 0; round < 20; round++) {
      const [ann, bob] = [await createSignedInPerson(), await createSignedInPerson()];
      const device = await startDevice(client, contextAt(start, `10.1.${round}.1`));
      const grantId = await enter(ann, device.userCode);
      expect(await enter(bob, device.userCode)).toBe(grantId);
      const [byAnn, byBob] = await Promise.all([allow(ann, grantId), allow(bob, grantId)]);
      expect([byAnn, byBob].sort()).toEqual(['decided', 'too_late']);
      await poll(device.deviceCode);
      const owner = await prisma().session.findUniqueOrThrow({ where: { deviceGrantId: grantId } });
      expect(owner.userId).toBe(byAnn === 'decided' ? ann.userId : bob.userId);
    }
  });

  test("another session's ticket decides nothing, nor does a bearer token's context", async () => {
    const [ann, bob] = [await createSignedInPerson(), await createSignedInPerson()];
    const device = await startDevice(client);
    const grantId = await enter(ann, device.userCode);
    const stolen = { grantId, ticket: consentTicket(ann.browserSessionId, grantId) };
    expect(await approveDeviceGrant(actingAs(contextAt(start), bob), stolen)).toBe('wrong_ticket');
    expect(
      await approveDeviceGrant(
        { ...contextAt(start), actor: { type: 'client', clientId: client.id } },
        stolen,
      ),
    ).toBe('wrong_ticket');
    expect(await codeOf(poll(device.deviceCode))).toBe('authorization_pending');
  });

  test('an expired request can no longer be decided', async () => {
    const device = await startDevice(client);
    const grantId = await enter(person, device.userCode);
    expect(await allow(person, grantId, later(600))).toBe('too_late');
  });

  test('whoever was signed out meanwhile allows nothing; what they see too late they may still deny', async () => {
    const gone = await createSignedInPerson();
    const { userCode } = await startDevice(client);
    const grantId = await enter(gone, userCode);
    await prisma().browserSession.delete({ where: { id: gone.browserSessionId } });
    expect(await allow(gone, grantId)).toBe('too_late');
    const ticket = consentTicket(gone.browserSessionId, grantId);
    expect(await denyDeviceGrant(actingAs(contextAt(start), gone), { grantId, ticket })).toBe('decided');
  });

  test('a change and its audit row are one', async () => {
    const { grantId } = await createTokens(client, person);
    const events = await prisma().auditEvent.findMany({ where: { targetId: grantId } });
    expect(events).toMatchObject([
      { action: 'device.approved', userId: person.userId, clientId: client.id, actorType: 'person' },
    ]);
  });
});
