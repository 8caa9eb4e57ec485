import { beforeEach, expect, test } from 'vitest';
import { followAudit, mostRows } from '@/lib/audit/follow';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, contextOf, platformAdmin, start } from '@/lib/testing/factories';
import { createWebhook } from '@/lib/webhooks/change';
import { mostEndpoints } from '@/lib/webhooks/rules';

withDatabase();

beforeEach(async () => {
  await pool().query(
    'TRUNCATE audit_events, audit_batches, activity, webhook_endpoints RESTART IDENTITY CASCADE',
  );
});

const create = (at: number) =>
  createWebhook(contextOf(platformAdmin), {
    ...{ url: `https://${at}.example.com/`, description: null, events: [] },
  });
const fill = (rows: number) =>
  pool().query(
    `INSERT INTO audit_events (at, action, actor_type) SELECT $1, 'session.created', 'system' FROM generate_series(1, $2::int)`,
    [start, rows],
  );

test('there are at most 20, however many are made at once', async () => {
  const made = await Promise.all(Array.from({ length: mostEndpoints + 3 }, (_, at) => create(at)));
  expect(made.filter((one) => one === null)).toHaveLength(3);
  expect(await prisma().webhookEndpoint.count()).toBe(mostEndpoints);
});

test('a full batch for as many webhooks as there may be takes seconds, far from the transaction’s minute', async () => {
  for (let at = 0; at < mostEndpoints; at++) await create(at);
  await pool().query('TRUNCATE audit_events RESTART IDENTITY');
  await fill(mostRows);
  const began = performance.now();
  expect(await followAudit(contextAt(start))).toBe(mostRows);
  expect(performance.now() - began).toBeLessThan(30_000);
  const { rows } = await pool().query('SELECT count(*)::int AS count FROM webhook_deliveries');
  expect(rows).toEqual([{ count: mostRows * mostEndpoints }]);
}, 60_000);

test('batches that fail get smaller until one fits, and grow again', async () => {
  await fill(40);
  await pool().query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF cardinality(NEW.ids) > 3 THEN RAISE 'too large'; END IF; RETURN NEW; END $$`);
  await pool().query(
    'CREATE TRIGGER refuse BEFORE INSERT ON audit_batches FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  let failures = 0;
  const sealed = () => prisma().auditBatch.findMany({ orderBy: { id: 'asc' }, select: { ids: true } });
  while ((await sealed()).length === 0 && failures < 20)
    await followAudit(contextAt(start)).catch(() => failures++);
  expect((await sealed())[0]!.ids.length).toBeGreaterThan(0);
  await pool().query('DROP TRIGGER refuse ON audit_batches');
  await followAudit(contextAt(start));
  expect((await sealed()).flatMap(({ ids }) => ids)).toHaveLength(40);
  expect((await sealed()).map(({ ids }) => ids.length)).toContain(8);
});
