import { beforeEach, describe, expect, test } from 'vitest';
import { AuditAlarm, raisedAlarms } from '@/lib/audit/alarm';
import { canonicalRow, type SealedRow } from '@/lib/audit/digest';
import { followAudit } from '@/lib/audit/follow';
import { pruneAudit } from '@/lib/audit/prune';
import { changeRetention, describeAuditLog } from '@/lib/audit/retention';
import { verifyAudit } from '@/lib/audit/verify';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { happen } from '@/lib/testing/audit';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, contextOf, later, platformAdmin, start } from '@/lib/testing/factories';

withDatabase();
const day = 86_400;

/** Three batches: rows 1 to 3, 4 to 6, 7 to 9. */
beforeEach(async () => {
  await pool().query('TRUNCATE audit_events, audit_batches, activity, settings RESTART IDENTITY');
  for (let batch = 0; batch < 3; batch++) {
    for (let row = 0; row < 3; row++) await happen({ detail: { method: 'email', row } });
    await followAudit(contextAt(later(batch * day)));
  }
});

const run = (sql: string) => pool().query(sql);

describe('what was changed by hand is named', () => {
  test.each([
    ["UPDATE audit_events SET ip = '192.0.2.1' WHERE id = 5", 'changed', 5n],
    ['UPDATE audit_events SET detail = \'{"method": "email", "row": 1.0}\' WHERE id = 5', 'changed', 5n],
    ["UPDATE audit_events SET at = at + interval '1 millisecond' WHERE id = 9", 'changed', 9n],
    ['UPDATE audit_events SET organization_id = gen_random_uuid() WHERE id = 1', 'changed', 1n],
    ['DELETE FROM audit_events WHERE id = 5', 'missing', 5n],
    ['DELETE FROM audit_events WHERE id = 9', 'missing', 9n],
    ['DELETE FROM audit_events', 'missing', 1n],
    ["INSERT INTO audit_events (id, at, action, actor_type) VALUES (0, now(), 'x', 'system')", 'added', 0n],
    ["INSERT INTO audit_events (id, at, action, actor_type) VALUES (-5, now(), 'x', 'system')", 'added', -5n],
    [
      "INSERT INTO audit_events (id, at, action, actor_type) VALUES (-9223372036854775808, now(), 'x', 'system')",
      'added',
      -(2n ** 63n),
    ],
    ['UPDATE audit_events SET id = 100 WHERE id = 8', 'missing', 8n],
  ])('%s', async (sql, what, id) => {
    expect(await verifyAudit()).toMatchObject({ state: 'intact', rows: 9, batches: 3, unsealed: 0 });
    await run(sql);
    expect(await verifyAudit()).toMatchObject({ state: 'row', what, id });
  });

  test('a row in a gap of ids that were rolled back', async () => {
    await run("SELECT nextval('audit_events_id_seq')");
    await happen();
    await followAudit(contextAt(later(4 * day)));
    expect(await verifyAudit()).toMatchObject({ state: 'intact' });
    await run(
      "INSERT INTO audit_events (id, at, action, actor_type) VALUES (10, now(), 'person.created', 'system')",
    );
    expect(await verifyAudit()).toMatchObject({
      state: 'row',
      what: 'added',
      id: 10n,
      action: 'person.created',
    });
  });
});

describe('whoever can write to the database but has no AUTH_SECRET cannot make it fit', () => {
  test.each([
    ['DELETE FROM audit_batches WHERE id = 2', 'missing', 2n],
    ['DELETE FROM audit_batches WHERE id = 1', 'missing', 1n],
    ["UPDATE audit_batches SET sealed_at = sealed_at + interval '1 day' WHERE id = 2", 'link', 2n],
    ['UPDATE audit_batches SET last_id = 8 WHERE id = 3', 'link', 3n],
    ["UPDATE audit_batches SET chain = sha256('x') WHERE id = 1", 'link', 1n],
    ['UPDATE audit_batches SET ids = ids[1:2] WHERE id = 2', 'list', 2n],
    ["UPDATE audit_batches SET digests = NULL, ids = '{}' WHERE id = 2", 'list', 2n],
    ["UPDATE audit_batches SET digests = NULL, ids = '{}', pruned_at = now() WHERE id = 1", 'pruned', 1n],
    ['UPDATE audit_batches SET pruned_at = now(), prune_seal = chain WHERE id = 1', 'pruned', 1n],
  ])('%s', async (sql, what, id) => {
    await run(sql);
    expect(await verifyAudit()).toMatchObject({ state: 'batch', what, id });
  });

  test('a list and its hash that fit each other', async () => {
    await run(`UPDATE audit_batches b SET ids = ids[2:3], digests = substring(digests FROM 33),
      content_hash = sha256(int8send(b.ids[2]) || int8send(b.ids[3]) || substring(digests FROM 33)) WHERE id = 1`);
    await run('DELETE FROM audit_events WHERE id = 1');
    expect(await verifyAudit()).toMatchObject({ state: 'batch', what: 'link', id: 1n });
  });
});

test('a log whose end was cut off is found by the head that was noted', async () => {
  const { head } = await describeAuditLog(contextOf(platformAdmin));
  expect(await verifyAudit(head)).toMatchObject({ state: 'intact', head, knowsNoted: true });
  await happen();
  await followAudit(contextAt(later(4 * day)));
  expect(await verifyAudit(head!.toUpperCase())).toMatchObject({ state: 'intact', knowsNoted: true });
  await run('DELETE FROM audit_batches WHERE id >= 3');
  await run('DELETE FROM audit_events WHERE id > 6');
  expect(await verifyAudit()).toMatchObject({ state: 'intact', rows: 6 });
  expect(await verifyAudit(head)).toMatchObject({ state: 'intact', knowsNoted: false });
});

test('what is not sealed yet is counted, and says since when it waits', async () => {
  await happen({}, contextAt(later(99)));
  expect(await verifyAudit()).toMatchObject({ state: 'intact', rows: 9, unsealed: 1 });
  expect(await describeAuditLog(contextOf(platformAdmin))).toMatchObject({
    unsealedSince: later(99),
    lastId: 9n,
  });
});

describe('retention', () => {
  const keep = (days: number | null) => changeRetention(contextOf(platformAdmin), days);

  test('for ever, unless somebody says how long', async () => {
    expect(await pruneAudit(contextAt(later(9_999 * day)))).toBe(0);
    expect(await keep(30)).toBe('changed');
    expect(await keep(30)).toBe('unchanged');
    expect(await keep(null)).toBe('changed');
    expect(await pruneAudit(contextAt(later(9_999 * day)))).toBe(0);
  });

  test('rows of old batches go, their links stay, and what is left verifies', async () => {
    await keep(30);
    await followAudit(contextAt(later(3 * day)));
    const head = (await describeAuditLog(contextOf(platformAdmin))).head!;
    // The first two batches: sealed on the first two days.
    expect(await pruneAudit(contextAt(later(32 * day)))).toBe(2);
    expect(await pruneAudit(contextAt(later(32 * day)))).toBe(0);
    expect(await prisma().auditEvent.count({ where: { id: { lte: 6n } } })).toBe(0);
    const trace = await prisma().auditEvent.findFirstOrThrow({ where: { action: 'audit.pruned' } });
    expect(trace.detail).toMatchObject({ rows: 6, batches: 2, firstId: '1', lastId: '6' });
    expect(await verifyAudit(head)).toMatchObject({
      ...{ state: 'intact', batches: 4, prunedBatches: 2, rows: 4, unsealed: 1, knowsNoted: true },
    });
    await run("INSERT INTO audit_events (id, at, action, actor_type) VALUES (2, now(), 'x', 'system')");
    expect(await verifyAudit()).toMatchObject({ state: 'row', what: 'added', id: 2n });
  });

  test('two clocks must say that it is old, and agree', async () => {
    await keep(30);
    const old = contextAt(later(32 * day));
    const never = () => false;
    for (const machine of [later(0), later(32 * day - 61), later(32 * day + 61)])
      await expect(pruneAudit(old, never, machine)).rejects.toThrow('differ');
    expect(raisedAlarms()).toEqual(['clocks']);
    expect(await prisma().auditEvent.count({ where: { id: { lte: 9n } } })).toBe(9);
    // Midnight lies between them: by the earlier one it is still the day before.
    const midnight = new Date('2026-02-01T00:00:00Z').getTime();
    const around = [new Date(midnight + 20_000), new Date(midnight - 20_000)] as const;
    expect(await pruneAudit(contextAt(around[0]), never, around[1])).toBe(0);
    expect(await pruneAudit(contextAt(around[1]), never, around[0])).toBe(0);
    expect(await pruneAudit(contextAt(around[0]), never, around[0])).toBe(1);
    expect(raisedAlarms()).toEqual([]);
  });

  test('nobody makes this server delete what is young, by a date or a setting of theirs', async () => {
    await run("INSERT INTO settings (key, value) VALUES ('audit.retention_days', '0')");
    expect(await pruneAudit(contextAt(later(3 * day)))).toBe(0);
    await run("UPDATE audit_batches SET sealed_at = '2001-01-01' WHERE id = 1");
    await expect(pruneAudit(contextAt(later(3 * day)))).rejects.toThrow('not as it was sealed');
    expect(await prisma().auditEvent.count()).toBe(9);
  });

  test('one damaged batch, or another AUTH_SECRET, is said until it is right again', async () => {
    await keep(30);
    await run("UPDATE audit_batches SET content_hash = sha256('x') WHERE id = 1");
    await expect(pruneAudit(contextAt(later(32 * day)))).rejects.toThrow(AuditAlarm);
    expect(raisedAlarms()).toEqual(['retention']);
    await keep(null);
    await pruneAudit(contextAt(later(32 * day)));
    expect(raisedAlarms()).toEqual([]);
    setTestEnv({ AUTH_SECRET: 'another secret that every test knows' });
    await keep(30);
    await expect(pruneAudit(contextAt(later(32 * day)))).rejects.toThrow('AUTH_SECRET is another one');
    expect(raisedAlarms()).toEqual(['retention']);
    expect(await verifyAudit()).toMatchObject({ state: 'batch', what: 'link', id: 1n });
    setTestEnv();
    await keep(null);
    await pruneAudit(contextAt(later(32 * day)));
    expect(raisedAlarms()).toEqual([]);
  });
});

test('no two rows are one text', () => {
  const row: SealedRow = {
    ...{ id: 1n, at: start, action: 'a', actorType: 'system', actorId: null, userId: null, clientId: null },
    ...{ organizationId: null, targetType: null, targetId: null, ip: null, network: null, requestId: null },
    detail: null,
  };
  const variants: Partial<SealedRow>[] = [
    {},
    { actorId: '' },
    { actorId: 'null' },
    { actorId: 'x', userId: null },
    { userId: 'x' },
    { ip: '","' },
    { targetType: 'a', targetId: 'b' },
    { targetType: 'ab' },
    { detail: '{}' },
  ];
  expect(new Set(variants.map((change) => canonicalRow({ ...row, ...change }))).size).toBe(variants.length);
});
