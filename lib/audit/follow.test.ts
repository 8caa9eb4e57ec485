import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { followAudit, mostRows } from '@/lib/audit/follow';
import { verifyAudit } from '@/lib/audit/verify';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { happen } from '@/lib/testing/audit';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, later, start } from '@/lib/testing/factories';

const { connectionString } = withDatabase();
const ctx = contextAt(start);

beforeEach(async () => {
  await pool().query('TRUNCATE audit_events, audit_batches, activity RESTART IDENTITY');
});

const ids = async () =>
  (await prisma().auditEvent.findMany({ select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id);
const sealedIds = async () =>
  (await prisma().auditBatch.findMany({ orderBy: { id: 'asc' } })).flatMap((batch) => batch.ids);

/** A connection of its own that keeps a transaction open. */
async function openTransaction() {
  const client = new pg.Client({ connectionString: connectionString() });
  await client.connect();
  await client.query('BEGIN');
  return client;
}
const insert =
  "INSERT INTO audit_events (at, action, actor_type) VALUES (now(), 'client.changed', 'system') RETURNING id";

describe('what is settled', () => {
  test('a row whose transaction is open holds up itself and what is younger, until it has ended', async () => {
    const writer = await openTransaction();
    const { rows } = await writer.query<{ id: string }>(insert);
    for (let at = 0; at < 5; at++) await happen();
    expect(await ids()).not.toContain(BigInt(rows[0]!.id));

    expect(await followAudit(ctx)).toBe(0);
    expect(await sealedIds()).toEqual([]);

    await writer.query('COMMIT');
    await writer.end();
    expect(await followAudit(ctx)).toBe(6);
    expect(await sealedIds()).toEqual(await ids());
    expect(await verifyAudit()).toMatchObject({ state: 'intact', rows: 6 });
  });

  test('it is waited for while it is short, and held up by nobody else', async () => {
    const writer = await openTransaction();
    await writer.query(insert);
    await happen();
    const follower = followAudit(ctx);
    await writer.query('COMMIT');
    await writer.end();
    expect(await follower).toBe(2);
  });

  test('an id that was rolled back is no row, and whoever only reads holds up nothing', async () => {
    const reader = await openTransaction();
    await reader.query('SELECT count(*) FROM audit_events');
    const writer = await openTransaction();
    await writer.query(insert);
    await happen();
    await writer.query('ROLLBACK');
    expect(await followAudit(ctx)).toBe(1);
    expect(await sealedIds()).toEqual([2n]);
    expect(await prisma().auditBatch.findFirst()).toMatchObject({ firstId: 1n, lastId: 2n });
    for (const one of [reader, writer]) await one.end();
  });
});

test('with many writers and two followers every row is sealed, counted and in order once', async () => {
  const each = 60;
  let isWriting = true;
  const write = async (writer: number) => {
    for (let at = 0; at < each; at++)
      await prisma()
        .$transaction(async (db) => {
          await db.$executeRaw`INSERT INTO audit_events (at, action, actor_type, client_id) VALUES (${start}, 'client.changed', 'system', 'c')`;
          // Ids are drawn long before the commit by some, and never seen of others.
          await db.$executeRaw`SELECT pg_sleep(${(writer % 4) * 0.002})`;
          if (at % 7 === 0) throw new Error('rolled back');
        })
        .catch(() => {});
  };
  const follow = async () => {
    while (isWriting) await followAudit(ctx);
  };
  const followers = [follow(), follow()];
  await Promise.all(Array.from({ length: 6 }, (_, writer) => write(writer)));
  isWriting = false;
  await Promise.all(followers);
  await followAudit(ctx);

  const written = await ids();
  expect(written.length).toBe(6 * (each - Math.ceil(each / 7)));
  expect(await sealedIds()).toEqual(written);
  expect(await prisma().activity.findMany()).toMatchObject([
    { hour: start, kind: 'client.changed', clientId: 'c', count: written.length },
  ]);
  expect(await verifyAudit()).toMatchObject({ state: 'intact', rows: written.length, unsealed: 0 });
});

test('a long log is sealed in batches of a bounded size', async () => {
  await pool().query(
    `INSERT INTO audit_events (at, action, actor_type, detail)
     SELECT $1, 'session.created', 'system', '{"b": 1.50, "a": [null, "ü"]}' FROM generate_series(1, $2::int)`,
    [start, mostRows + 1_234],
  );
  expect(await followAudit(contextAt(later(9)))).toBe(mostRows + 1_234);
  const batches = await prisma().auditBatch.findMany({ orderBy: { id: 'asc' } });
  expect(batches.map(({ ids: rows }) => rows.length)).toEqual([mostRows, 1_234]);
  expect(batches.map(({ sealedAt }) => sealedAt)).toEqual([later(9), later(9)]);
  expect(await verifyAudit()).toMatchObject({ state: 'intact', batches: 2, rows: mostRows + 1_234 });
});

test('sign-ins are counted by how, hours apart', async () => {
  await happen({ detail: { method: 'email' } });
  await happen({ detail: { method: 'email' } }, contextAt(later(3600)));
  await happen({ detail: { method: 'passkey' } });
  await followAudit(ctx);
  await followAudit(ctx);
  const counts = await prisma().activity.findMany({ orderBy: [{ kind: 'asc' }, { hour: 'asc' }] });
  expect(counts.map(({ kind, hour, count }) => [kind, hour.getUTCHours(), count])).toEqual([
    ['person.signed_in', 12, 2],
    ['person.signed_in', 13, 1],
    ['sign_in.email', 12, 1],
    ['sign_in.email', 13, 1],
    ['sign_in.passkey', 12, 1],
  ]);
});
