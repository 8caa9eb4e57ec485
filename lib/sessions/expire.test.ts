import { expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { purge } from '@/lib/db/purge';
import { describeSession } from '@/lib/sessions/describe';
import { endExpiredSessions } from '@/lib/sessions/expire';
import { withDatabase } from '@/lib/testing/database';
import {
  contextOf,
  createClient,
  createSignedInPerson,
  createTokens,
  later,
  platformAdmin,
  start,
} from '@/lib/testing/factories';

withDatabase();

test('what has expired is ended as of then, once, by whichever node; and nothing else is', async () => {
  const person = await createSignedInPerson();
  const short = await createClient({ sessionLifetimeSeconds: 3_600 });
  for (const client of [short, short, await createClient()]) await createTokens(client, person);
  const [ended] = await prisma().session.findMany({ where: { clientId: short.id } });
  await prisma().session.update({
    where: { id: ended!.id },
    data: { revokedAt: start, revokedReason: 'revoked_by_admin' },
  });
  expect(await endExpiredSessions(later(3_599))).toBe(0);
  const all = await Promise.all(Array.from({ length: 5 }, () => endExpiredSessions(later(3_600))));
  expect(all.reduce((sum, one) => sum + one, 0)).toBe(1);
  const phases = await prisma().session.findMany({
    select: { phase: true, revokedAt: true },
    orderBy: { id: 'asc' },
  });
  expect(phases.map(({ phase }) => phase).sort()).toEqual(['ended', 'expired', 'open']);
  expect(phases.find(({ phase }) => phase === 'expired')!.revokedAt).toEqual(later(3_600));
  expect(await prisma().auditEvent.count({ where: { action: 'session.revoked' } })).toBe(0);
  const expired = await prisma().session.findFirstOrThrow({ where: { phase: 'expired' } });
  expect(await describeSession(contextOf(platformAdmin, later(4_000)), expired.id)).toMatchObject({
    state: 'expired',
  });
  // Kept for the audit: what is purged are its tokens.
  await purge(later(100 * 86_400));
  expect(await prisma().session.count()).toBe(3);
});
