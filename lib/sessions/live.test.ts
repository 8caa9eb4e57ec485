import { expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { sessionIsLive, standing, standsLive } from '@/lib/sessions/live';
import { withDatabase } from '@/lib/testing/database';
import { createClient, createSignedInPerson, createTokens, later, start } from '@/lib/testing/factories';

withDatabase();

/** What ends a session: each is one change to what it stands on. */
const ends: [string, (of: { userId: string; clientId: string; grantId: string }) => Promise<unknown>][] = [
  ['nothing', async () => {}],
  ['it is revoked', ({ grantId }) => change(grantId, { revokedAt: start, revokedReason: 'x' })],
  ['its end has come', ({ grantId }) => change(grantId, { expiresAt: start })],
  ['the person is disabled', ({ userId }) => disable(userId)],
  ['the client is disabled', ({ clientId }) => changeClient(clientId, { disabledAt: start })],
  [
    'sessions of before are over',
    ({ clientId }) => changeClient(clientId, { sessionsEndedBefore: later(60) }),
  ],
  ['it is for administrators', ({ clientId }) => changeClient(clientId, { administratorsOnly: true })],
  ['the person has left', ({ userId }) => prisma().membership.deleteMany({ where: { userId } })],
];
const change = (deviceGrantId: string, data: object) =>
  prisma().session.updateMany({ where: { deviceGrantId }, data });
const changeClient = (id: string, data: object) => prisma().client.update({ where: { id }, data });
const disable = (id: string) => prisma().user.update({ where: { id }, data: { disabledAt: start } });

test('both texts of when a session counts say the same', async () => {
  const grants = new Map<string, string>();
  for (const [name, end] of ends) {
    const client = await createClient();
    const person = await createSignedInPerson();
    const { grantId } = await createTokens(client, person);
    grants.set(grantId, name);
    await end({ userId: person.userId, clientId: client.id, grantId });
  }
  const now = `'${later(1).toISOString()}'::timestamptz`;
  const rows = await prisma().$queryRawUnsafe<{ grant: string; one: boolean; other: boolean }[]>(
    `SELECT s.device_grant_id AS grant, ${sessionIsLive(now)} AS one, ${standsLive(now)} AS other FROM sessions s ${standing}`,
  );
  expect(rows.filter(({ one }) => one).map(({ grant }) => grants.get(grant))).toEqual(['nothing']);
  expect(rows.length).toBe(ends.length);
  expect(rows.map(({ other }) => other)).toEqual(rows.map(({ one }) => one));

  await prisma().organization.updateMany({ data: { disabledAt: start } });
  const after = await prisma().$queryRawUnsafe<{ live: boolean }[]>(
    `SELECT ${sessionIsLive(now)} OR ${standsLive(now)} AS live FROM sessions s ${standing}`,
  );
  expect(after.every(({ live }) => !live)).toBe(true);
});
