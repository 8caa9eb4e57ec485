import type { SealedRow } from '@/lib/audit/digest';
import { type AuditFilter, type Cursor, pageStatement } from '@/lib/audit/filter';
import type { Within } from '@/lib/authority/rules';
import { pool, runStatement } from '@/lib/db/pool';

/** Audit rows to be read by people and machines. */

export const columns = `e.id, e.at, e.action, e.actor_type AS "actorType", e.actor_id AS "actorId", e.user_id::text AS "userId",
  e.client_id AS "clientId", e.organization_id::text AS "organizationId", e.target_type AS "targetType", e.target_id AS "targetId",
  e.ip, e.network, e.request_id AS "requestId", e.detail::text AS detail`;

/** PostgreSQL's bigint comes as text. */
type Row = Omit<SealedRow, 'id'> & { id: string };
const withId = (row: Row): SealedRow => ({ ...row, id: BigInt(row.id) });

/** A page, in the order of its direction. Planned anew each time, for what is asked. */
export async function findEvents(
  filter: AuditFilter,
  within: Within,
  cursor: Cursor,
  most: number,
): Promise<SealedRow[]> {
  const { rows } = await pool().query<Row>(pageStatement(columns, filter, within, cursor, most));
  return rows.map(withId);
}

/** Rows that a statement from its `FROM` on finds, over `e`. */
export const findEventsWhere = async (name: string, from: string, values: unknown[]): Promise<SealedRow[]> =>
  (await runStatement<Row>(name, `SELECT ${columns} ${from}`, values)).map(withId);

/** Those of a time and later, in order. */
export const findRowsSince = (since: Date, after: bigint, most: number): Promise<SealedRow[]> =>
  findEvents({ from: since }, null, { after }, most);

/** How many those are, counted so far. */
export async function countRowsSince(since: Date, most: number): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    'SELECT count(*)::int AS count FROM (SELECT FROM audit_events WHERE at >= $1 LIMIT $2) found',
    [since, most],
  );
  return rows[0]!.count;
}

/** The actions that begin so, of those that ever happened: one step along the index for each. */
export async function findActions(begins: string): Promise<string[]> {
  const { rows } = await pool().query<{ action: string }>(
    `WITH RECURSIVE known AS (
       (SELECT action FROM audit_events WHERE action >= $1 ORDER BY action LIMIT 1)
       UNION ALL
       SELECT (SELECT e.action FROM audit_events e WHERE e.action > known.action ORDER BY e.action LIMIT 1)
         FROM known WHERE known.action IS NOT NULL AND starts_with(known.action, $1))
     SELECT action FROM known WHERE starts_with(action, $1)`,
    [begins],
  );
  return rows.map(({ action }) => action);
}
