import { beforeAll, expect, test } from 'vitest';
import { measureActivity } from '@/lib/activity/count';
import { describeOwnOrganizations, describeServer, listRecentEvents } from '@/lib/activity/overview';
import { followAudit } from '@/lib/audit/follow';
import { newId } from '@/lib/crypto';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { enterUserCode } from '@/lib/device/enter';
import { clearOnePerProcess } from '@/lib/process';
import { withDatabase } from '@/lib/testing/database';
import {
  adminOf,
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  createTokens,
  enter,
  later,
  platformAdmin,
  start,
  startDevice,
} from '@/lib/testing/factories';

withDatabase();
const hour = 3_600;
let organizationId: string;

beforeAll(async () => {
  const person = await createSignedInPerson();
  const client = await createClient({ createdAt: new Date('2025-01-01') });
  await createClient({ id: 'old', name: 'Old tool', createdAt: new Date('2025-01-01') });
  await createClient({ id: 'new', createdAt: start });
  await createTokens(client, person);
  await enter(person, (await startDevice(client)).userCode);
  await startDevice(client, contextAt(later(hour)));
  for (let at = 0; at < 10; at++) await enterUserCode(contextAt(start), person.userId, 'BCDF-GHJK');
  organizationId = (await prisma().organization.findFirstOrThrow()).id;
});

const measure = (now: Date) => {
  clearOnePerProcess('activity measured');
  return measureActivity(contextAt(now));
};
const total = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0);

test('what happened is counted once, however often it is measured', async () => {
  const at = later(2 * hour);
  for (let time = 0; time < 3; time++) {
    await followAudit(contextAt(at));
    await measure(at);
  }
  const { devices, liveSessions, concerns } = (await describeServer(contextOf(platformAdmin, at), '24h'))!;
  // The last three hours: 12:00, 13:00, and 14:00, which has just begun.
  expect(devices.requested.slice(-3)).toEqual([2, 1, 0]);
  expect([devices.approved, devices.denied, devices.expired].map(total)).toEqual([1, 0, 2]);
  expect(liveSessions.slice(-3)).toEqual([null, null, 1]);
  expect(concerns.map(({ title }) => title)).toEqual(
    ['The audit log is not being sealed', 'Clients that nobody uses'].slice(1),
  );
  expect(concerns[0]!.sentence).toMatch(/^Old tool: /);
});

test('wrong codes are counted, and more of them than usual need attention', async () => {
  const rows = await pool().query("SELECT count FROM activity WHERE kind = 'user_code.wrong'");
  expect(rows.rows).toEqual([{ count: 10 }]);
  const titles = async (now: Date) =>
    (await describeServer(contextOf(platformAdmin, now), '24h'))!.concerns.map(({ title }) => title);
  expect(await titles(later(60))).toContain('More wrong codes are entered than usual');
  expect(await titles(later(2 * hour))).not.toContain('More wrong codes are entered than usual');
});

test('the admin of an organization has the figures of theirs, and none of the server', async () => {
  const own = contextOf(adminOf(organizationId), later(60));
  expect(await describeServer(own, '24h')).toBeNull();
  await prisma().invitation.create({
    data: {
      ...{ id: newId(start), tokenHash: new Uint8Array([1]), organizationId, email: 'new@example.com' },
      ...{ createdAt: start, expiresAt: later(hour) },
    },
  });
  expect(await describeOwnOrganizations(own)).toEqual({
    liveSessions: { count: 1, isExact: true },
    members: 1,
    invitations: 1,
  });
  const elsewhere = contextOf(adminOf(newId(start)), later(60));
  expect(await describeOwnOrganizations(elsewhere)).toEqual({
    liveSessions: { count: 0, isExact: true },
    members: 0,
    invitations: 0,
  });
  expect((await listRecentEvents(own)).map(({ action }) => action)).toEqual([
    'session.created',
    'device.approved',
  ]);
  expect(await listRecentEvents(elsewhere)).toEqual([]);
});
