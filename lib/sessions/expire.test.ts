import { expect, test } from 'vitest';
import { disableClient, enableClient } from '@/lib/clients/change';
import { prisma } from '@/lib/db/prisma';
import { purge } from '@/lib/db/purge';
import { describeSession } from '@/lib/sessions/describe';
import { endExpiredSessions, endSessionsOfEndedClients } from '@/lib/sessions/expire';
import { withDatabase } from '@/lib/testing/database';
import {
  contextOf,
  createClient,
  createSignedInPerson,
  createTokens,
  isLive,
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

test('a client with very many sessions is disabled at once: all are dead, then marked bit by bit, and none comes back', async () => {
  const person = await createSignedInPerson();
  const client = await createClient();
  const { accessToken } = await createTokens(client, person);
  const template = await prisma().session.findFirstOrThrow({ where: { clientId: client.id } });
  await prisma().$executeRaw`
    INSERT INTO sessions (id, user_id, client_id, organization_id, scopes, authenticated_at, created_at, last_used_at, expires_at)
    SELECT gen_random_uuid(), user_id, client_id, organization_id, scopes, authenticated_at, created_at - interval '1 day',
           last_used_at, expires_at FROM sessions, generate_series(1, 6000) WHERE id = ${template.id}::uuid`;
  const admin = (seconds: number) => contextOf(platformAdmin, later(seconds));
  const open = () => prisma().session.count({ where: { clientId: client.id, phase: 'open' } });
  expect(await disableClient(admin(10), client.id)).toBe('disabled');
  expect(await isLive(accessToken, later(11))).toBe(false);
  expect(await open()).toBe(1_001);
  // Enabled before the rest is marked: still none lives again.
  expect(await enableClient(admin(12), client.id)).toBe('enabled');
  expect(await isLive(accessToken, later(13))).toBe(false);
  expect(await endSessionsOfEndedClients(later(60))).toBe(0);
  expect(await open()).toBe(0);
});

test('a disabled client’s sessions that were not marked are marked by the housekeeping', async () => {
  const client = await createClient();
  await createTokens(client, await createSignedInPerson());
  await disableClient(contextOf(platformAdmin, later(10)), client.id);
  await prisma().session.updateMany({
    where: { clientId: client.id },
    data: { revokedAt: null, revokedReason: null },
  });
  expect(await endSessionsOfEndedClients(later(60))).toBe(1);
  expect(await prisma().session.findFirst({ where: { clientId: client.id } })).toMatchObject({
    ...{ revokedReason: 'client_disabled', revokedAt: later(60) },
  });
});
