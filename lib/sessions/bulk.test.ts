import { beforeEach, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { describeRevocation, goOnRevoking, revokeMatching } from '@/lib/sessions/bulk';
import { findRevocation, revokeBatch } from '@/lib/sessions/bulk-store';
import { listSessions } from '@/lib/sessions/list-all';
import { readWanted } from '@/lib/sessions/wanted';
import { withDatabase } from '@/lib/testing/database';
import {
  adminOf,
  contextAt,
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
let client: Client;
let admin: Person;
const as = (now = later(60)) => actingAs(contextAt(now), { ...admin, role: 'admin' });
const wanted = (typed: object) => readWanted({ client: client.id, ...typed }, start).wanted;

beforeEach(async () => {
  client = await createClient();
  admin = await createSignedInPerson();
});

/** Very many sessions of the client, without tokens. */
async function addSessions(count: number, createdAt = start): Promise<void> {
  const { userId } = await createSignedInPerson();
  await prisma().$executeRaw`
    INSERT INTO sessions (id, user_id, client_id, scopes, authenticated_at, created_at, last_used_at, expires_at)
    SELECT gen_random_uuid(), ${userId}::uuid, ${client.id}, '{}', ${createdAt}, ${createdAt}, ${createdAt}, ${later(9_999_999)}
      FROM generate_series(1, ${count})`;
}
const openOnes = () => prisma().session.count({ where: { clientId: client.id, revokedAt: null } });
const rowsOf = (id: string) =>
  prisma().auditEvent.count({
    where: { action: 'session.revoked', clientId: client.id, detail: { path: ['revocation'], equals: id } },
  });

async function begin(typed = {}): Promise<string> {
  const began = await revokeMatching(as(), wanted(typed), later(60));
  if (began.outcome !== 'started') throw new Error(began.outcome);
  return began.id;
}

test('all of a filter end, each once and each audited in the name of who asked; what began later is not meant', async () => {
  const { accessToken } = await createTokens(client, await createSignedInPerson());
  await addSessions(2_500);
  await addSessions(3, later(61));
  const id = await begin();
  expect(await openOnes()).toBe(3);
  expect(await isLive(accessToken)).toBe(false);
  expect(await rowsOf(id)).toBe(2_501);
  expect(await describeRevocation(as(), id)).toMatchObject({
    total: 2_501,
    done: 2_501,
    finishedAt: later(60),
  });
  const row = await prisma().auditEvent.findFirstOrThrow({
    where: { action: 'session.revoked', clientId: client.id },
  });
  expect(row).toMatchObject({ actorType: 'person', actorId: admin.userId, ip: '198.51.100.7' });
  expect(await prisma().auditEvent.findFirstOrThrow({ where: { targetId: id } })).toMatchObject({
    action: 'sessions.revocation_started',
    detail: { total: 2_501 },
  });
});

test('what was begun is gone on with by any number of nodes at once, after whatever stopped it', async () => {
  await addSessions(5_200);
  const id = await begin();
  // As if the server had been stopped after two batches.
  await prisma()
    .$executeRaw`UPDATE sessions SET revoked_at = NULL, revoked_reason = NULL WHERE client_id = ${client.id}`;
  await prisma()
    .$executeRaw`DELETE FROM audit_events WHERE client_id = ${client.id} AND action = 'session.revoked'`;
  await prisma().$executeRaw`
    UPDATE bulk_revocations SET done = 0, finished_at = NULL, filter = jsonb_set(filter, '{beyond}', 'null') WHERE id = ${id}::uuid`;
  const first = (await findRevocation(id))!;
  const both = await Promise.all([1, 2, 3].map(() => revokeBatch(as(), first)));
  expect(both.filter(Boolean)).toHaveLength(1);
  expect(await describeRevocation(as(), id)).toMatchObject({ done: 1_000, finishedAt: null });
  await Promise.all([goOnRevoking(later(120)), goOnRevoking(later(120)), goOnRevoking(later(120))]);
  // Each node stops where another is at it; the housekeeping comes again.
  await goOnRevoking(later(180));
  expect(await describeRevocation(as(), id)).toMatchObject({ total: 5_200, done: 5_200 });
  expect([await openOnes(), await rowsOf(id)]).toEqual([0, 5_200]);
  const trace = await prisma().auditEvent.findMany({
    where: { clientId: client.id, action: 'session.revoked' },
    distinct: ['actorId'],
  });
  expect(trace.map(({ actorId }) => actorId)).toEqual([admin.userId]);
});

test('sessions that fit a part of the filter only are passed over', async () => {
  const someone = await createSignedInPerson();
  await addSessions(2_100);
  await createTokens(client, someone);
  const id = await begin({ user: someone.email });
  expect(await describeRevocation(as(), id)).toMatchObject({ total: 1, done: 1 });
  expect(await openOnes()).toBe(2_100);
});

test('an organization’s administrator ends those of theirs alone, and sees what they began', async () => {
  const member = await createSignedInPerson();
  await createTokens(client, member);
  await addSessions(5);
  const { id: organizationId } = await prisma().organization.findFirstOrThrow();
  const theirs = contextOf(adminOf(organizationId), later(60));
  const began = await revokeMatching(theirs, wanted({}), later(60));
  expect(began.outcome).toBe('started');
  expect(await openOnes()).toBe(5);
  const id = began.outcome === 'started' ? began.id : '';
  expect(await describeRevocation(theirs, id)).toMatchObject({ done: 1 });
  expect(await describeRevocation(contextOf(adminOf(admin.userId)), id)).toBeNull();
  expect(await describeRevocation(contextOf(platformAdmin), id)).not.toBeNull();
  expect(await describeRevocation(theirs, await begin())).toBeNull();
});

test.each([
  ['nothing fits', { user: 'nobody@at.all' }],
  ['what fits is over already', { state: 'ended' }],
  ['the client is none', { client: 'none-such' }],
])('nothing is begun where %s', async (_why, typed) => {
  await addSessions(3);
  expect(await revokeMatching(as(), wanted(typed), later(60))).toEqual({ outcome: 'nothing' });
  expect(await openOnes()).toBe(3);
});

test('a list says whom its words mean, and never more than an administrator may see', async () => {
  await createTokens(client, admin);
  const found = await listSessions(as(), wanted({ user: admin.email.slice(0, -3) }), null);
  expect(found.sessions).toMatchObject([{ email: admin.email, clientId: client.id, state: 'live' }]);
  expect(found.meant.people?.found).toMatchObject([{ email: admin.email }]);
  const foreign = contextOf(adminOf(admin.userId));
  const unseen = await listSessions(foreign, wanted({ user: admin.email }), null);
  expect(unseen).toMatchObject({ sessions: [], meant: { people: { found: [] } } });
  expect((await listSessions(foreign, wanted({}), null)).sessions).toEqual([]);
});
