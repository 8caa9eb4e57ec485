import { beforeAll, expect, test } from 'vitest';
import { pageStatement } from '@/lib/audit/filter';
import { columns } from '@/lib/audit/list-store';
import type { Within } from '@/lib/authority/rules';
import { newId } from '@/lib/crypto';
import { pool } from '@/lib/db/pool';
import { withDatabase } from '@/lib/testing/database';
import { start } from '@/lib/testing/factories';

withDatabase();
const organization = { id: newId(start) };
const other = { id: newId(start) };

/** A hundred thousand events; a million are ten times as many, and no page reads more of them. */

const events = 100_000;
beforeAll(async () => {
  for (let from = 1; from < events; from += 20_000)
    await pool().query({
      text: `INSERT INTO audit_events (at, action, actor_type, actor_id, user_id, client_id, organization_id, target_id, ip, network, request_id)
        SELECT '2025-01-01'::timestamptz + n * interval '300 seconds',
               CASE WHEN n % 1000 = 0 THEN 'client.changed' WHEN n % 7 = 0 THEN 'session.revoked' ELSE 'session.created' END, 'person',
               md5((n % 5000)::text)::uuid, md5((n % 5000)::text)::uuid, 'client-' || n % 20, CASE WHEN n % 2 = 0 THEN $1::uuid ELSE $2::uuid END,
               'target-' || n, '203.0.' || n % 200 || '.7', '203.0.' || n % 200 || '.0/24', 'request-' || n / 3
          FROM generate_series(${from}, ${from + 19_999}) n`,
      values: [organization.id, other.id],
    });
  await pool().query('ANALYZE audit_events');
}, 120_000);

const user = '4e732ced-3463-d06d-e0ca-9a15b6153677';
const cases: [string, Parameters<typeof pageStatement>[1], Within, Parameters<typeof pageStatement>[3]][] = [
  ['everything', {}, null, null],
  ['an old page', {}, null, { before: 900n }],
  ['the way back', {}, null, { after: 900n }],
  ['a common action', { actions: ['session.created'] }, null, null],
  [
    'several actions, one of them rare',
    { actions: ['client.changed', 'session.revoked', 'admin.set_up'] },
    null,
    null,
  ],
  ['a person', { userId: user }, null, null],
  ['an actor', { actorId: user }, null, null],
  ['a client', { clientId: 'client-3' }, null, null],
  ['a client and an action', { clientId: 'client-3', actions: ['session.revoked'] }, null, null],
  ['an organization', { organizationId: organization.id }, null, null],
  ['an address', { network: '203.0.5.0/24', ip: '203.0.5.7' }, null, null],
  ['a request', { requestId: 'request-77' }, null, null],
  ['a target', { targetId: 'target-77' }, null, null],
  ['a day of long ago', { from: new Date('2025-01-05'), to: new Date('2025-01-06') }, null, null],
  [
    'an hour and an action',
    {
      actions: ['session.created'],
      from: new Date('2025-02-05T10:00:00Z'),
      to: new Date('2025-02-05T11:00:00Z'),
    },
    null,
    null,
  ],
  ['what is before everything', { to: new Date('2024-01-01') }, null, null],
  ['two organizations', {}, [organization.id, other.id], null],
  ['two organizations and a person', { userId: user }, [organization.id, other.id], null],
  ['an organization without events', {}, [newId(start)], null],
];
test.each(cases)('%s is read along an index', async (_what, filter, within, cursor) => {
  const { text, values } = pageStatement(columns, filter, within, cursor, 51);
  const { rows } = await pool().query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
  const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
  expect(JSON.stringify(plan)).not.toContain('Seq Scan');
  // Eight kilobytes each; the table and its indexes are about eight thousand.
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], JSON.stringify(plan)).toBeLessThan(700);
});
