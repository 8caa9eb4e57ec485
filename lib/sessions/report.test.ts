import { expect, test } from 'vitest';
import { actorOf } from '@/lib/audit/words';
import { prisma } from '@/lib/db/prisma';
import { actingAs } from '@/lib/login/browser-session';
import { listSessionHistory } from '@/lib/sessions/history';
import { reportOwnSession } from '@/lib/sessions/report';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  contextOf,
  createApprovedDevice,
  createClient,
  createSignedInPerson,
  createTokens,
  isLive,
  later,
  platformAdmin,
  redeem,
} from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';
import { codeOf } from '@/lib/testing/outcome';

withDatabase();
const mailsTo = withMailbox();

test('of five an hour the administrators are told; each ends, and is audited', async () => {
  const [person, boss] = [await createSignedInPerson(), await createSignedInPerson()];
  await prisma().user.update({ where: { id: boss.userId }, data: { role: 'admin' } });
  const client = await createClient();
  const ctx = actingAs(contextAt(later(60)), person);
  for (let count = 0; count < 7; count++) await createTokens(client, person);
  const sessions = await prisma().session.findMany({ where: { userId: person.userId } });
  for (const { id } of sessions) expect(await reportOwnSession(ctx, person.userId, id)).toBe(true);
  expect(await mailsTo(boss.email)).toHaveLength(5);
  const where = { userId: person.userId, action: 'session.reported' };
  expect(await prisma().auditEvent.count({ where })).toBe(7);
  await prisma().user.update({ where: { id: boss.userId }, data: { role: 'user' } });
  await prisma().auditEvent.deleteMany();
});

test('“this was not me” ends what came from the code and what waits, once, tells the administrators, and is in the history', async () => {
  const [person, boss, owner, stranger] = await Promise.all(
    ['ann', 'boss', 'owner', 'stranger'].map((name) => createSignedInPerson(`${name}@example.com`)),
  );
  await prisma().user.update({ where: { id: boss!.userId }, data: { role: 'admin' } });
  await prisma().membership.updateMany({ where: { userId: owner!.userId }, data: { role: 'owner' } });
  const client = await createClient();
  const [reported, kept] = [await createTokens(client, person!), await createTokens(client, person!)];
  const waiting = await createApprovedDevice(client, person!);
  const { id } = await prisma().session.findFirstOrThrow({ where: { deviceGrantId: reported.grantId } });
  const ctx = actingAs(contextAt(later(60)), person!);

  expect(await reportOwnSession(actingAs(ctx, stranger!), stranger!.userId, id)).toBe(false);
  expect(await isLive(reported.accessToken)).toBe(true);
  const came = await Promise.all(Array.from({ length: 10 }, () => reportOwnSession(ctx, person!.userId, id)));
  expect(came.filter(Boolean)).toHaveLength(1);
  expect(await isLive(reported.accessToken)).toBe(false);
  expect(await isLive(kept.accessToken)).toBe(true);
  expect(await codeOf(redeem(client, waiting.deviceCode))).toBe('access_denied');
  expect(await prisma().auditEvent.findMany({ where: { action: 'session.reported' } })).toMatchObject([
    { actorId: person!.userId, targetId: id, detail: { reason: 'reported_by_person' } },
  ]);
  for (const { email } of [boss!, owner!]) {
    const [mail, ...more] = await mailsTo(email);
    expect(more).toEqual([]);
    expect(mail!.subject).toBe('A device was reported: localhost:3000');
    for (const words of [
      'ann@example.com',
      'Acme CLI',
      'laptop (claimed',
      '198.51.100.7',
      `/admin/sessions/${id}`,
    ])
      expect(mail!.text.replaceAll('\n', ' ')).toContain(words);
  }
  for (const { email } of [person!, stranger!]) expect(await mailsTo(email)).toEqual([]);

  // The grant is gone after a day; what was decided about it is still told.
  await prisma().deviceGrant.delete({ where: { id: reported.grantId } });
  const history = await listSessionHistory(contextOf(platformAdmin), id);
  expect(history.map((event) => [event.action, actorOf(event)])).toEqual([
    ['device.approved', 'ann@example.com'],
    ['session.created', null],
    ['session.reported', 'ann@example.com'],
  ]);
});
