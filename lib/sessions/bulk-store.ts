import { z } from 'zod';
import { auditInsert } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import type { Key } from '@/lib/db/keyset';
import { runOrdered, runStatement } from '@/lib/db/pool';
import type { Db } from '@/lib/db/prisma';
import {
  candidates,
  orderBy,
  orderedPath,
  Parameters,
  type Reading,
  remaining,
  type SessionFilter,
} from '@/lib/sessions/filter';
import { share } from '@/lib/sessions/path-store';

/** Many sessions that are being ended: the filter, who asked, and how far it has come. */
const date = z.coerce.date();
const ids = z.array(z.string()).nullable();
const stored = z.object({
  filter: z.object({
    state: z.literal('live'),
    ...{ users: ids, clients: ids, organizations: ids, networks: ids },
    ...{ createdFrom: date.nullable(), createdTo: date, usedFrom: date.nullable(), usedTo: date.nullable() },
  }),
  /** The organizations of who asked; null: everything. */
  within: ids,
  by: z.object({
    ...{ type: z.enum(['person', 'api_key', 'system']), id: z.string() },
    ...{ ip: z.string().nullable(), network: z.string().nullable(), requestId: z.string() },
  }),
  /** The last session that was looked at. */
  beyond: z.object({ at: date, id: z.string() }).nullable(),
});
export type StoredRevocation = z.infer<typeof stored>;

export type Revocation = StoredRevocation & {
  id: string;
  createdById: string;
  createdAt: Date;
  total: number;
  done: number;
  finishedAt: Date | null;
};

export async function createRevocation(
  db: Db,
  { id, createdById, createdAt, total, ...rest }: Omit<Revocation, 'done' | 'finishedAt'>,
): Promise<void> {
  const filter = JSON.parse(JSON.stringify(stored.parse(rest))) as object;
  await db.bulkRevocation.create({ data: { id, createdById, createdAt, total, filter } });
}

const columns = `id, filter, created_by_id AS "createdById", created_at AS "createdAt", total, done, finished_at AS "finishedAt"`;
type Row = Omit<Revocation, keyof StoredRevocation> & { filter: unknown };
const read = ({ filter, ...row }: Row): Revocation => ({ ...row, ...stored.parse(filter) });

export async function findRevocation(id: string): Promise<Revocation | null> {
  const [row] = await runStatement<Row>(
    'find_bulk_revocation',
    `SELECT ${columns} FROM bulk_revocations WHERE id = $1`,
    [id],
  );
  return row ? read(row) : null;
}

export const findUnfinishedRevocations = async (): Promise<Revocation[]> =>
  (
    await runStatement<Row>(
      'find_unfinished_bulk_revocations',
      `SELECT ${columns} FROM bulk_revocations WHERE finished_at IS NULL ORDER BY created_at`,
      [],
    )
  ).map(read);

/** Which index the sessions are taken from, in the order in which they began. */
const readingOf = (filter: SessionFilter, beyond: Key | null, most: number): Reading => {
  const path = orderedPath(filter, 'created');
  return { path, limit: share(most, path, filter, 1), order: { direction: 'ascending', beyond } };
};

/** All of them, however many: once, when it begins. */
export async function countAllToRevoke(filter: SessionFilter): Promise<number> {
  const p = new Parameters();
  const reading = { path: orderedPath(filter, 'created'), limit: 2 ** 31 - 1 };
  const from = candidates(filter, reading, p);
  const rest = remaining('c', filter, reading, p);
  const [row] = await runOrdered<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT s.* FROM ${from}) c WHERE ${rest}`,
    p.values,
  );
  return row!.count;
}

const batch = 1_000;

/**
 * End the next of them, with one audit row each, and note how far it came: one statement, so that whatever stops the server
 * leaves nothing half done. Null: another worker is at it, or has been since `revocation` was read.
 */
export async function revokeBatch(
  ctx: RequestContext,
  { id, done, filter, beyond }: Revocation,
): Promise<{ isFinished: boolean } | null> {
  const p = new Parameters();
  const reading = readingOf(filter, beyond, batch);
  const [own, now] = [p.add(id), p.add(ctx.now)];
  const from = candidates(filter, reading, p);
  const rest = remaining('c', filter, reading, p);
  const audit = auditInsert(ctx, {
    from: 'ended',
    action: 'session.revoked',
    ...{ userId: 'ended.user_id', clientId: 'ended.client_id', organizationId: 'ended.organization_id' },
    ...{ targetType: 'session', targetId: 'ended.id' },
    detail: `jsonb_build_object('reason', 'revoked_by_admin', 'revocation', ${own}::text)`,
    firstParameter: p.values.length + 1,
  });
  p.values.push(...audit.values);
  const order = orderBy('s', 'created_at', 'ascending');
  const rows = await runOrdered<{ finished_at: Date | null }>(
    `WITH job AS (
       SELECT id FROM bulk_revocations
        WHERE id = ${own}::uuid AND finished_at IS NULL AND done = ${p.add(done)}
          AND filter->'beyond' = ${p.add(JSON.stringify(beyond))}::jsonb FOR UPDATE SKIP LOCKED
     ), c AS MATERIALIZED (SELECT s.* FROM ${from} ORDER BY ${order} LIMIT ${reading.limit}
     ), ended AS (
       UPDATE sessions s SET revoked_at = ${now}, revoked_reason = 'revoked_by_admin'
         FROM (SELECT c.id FROM c CROSS JOIN job WHERE ${rest} ORDER BY c.id) chosen
        WHERE s.id = chosen.id AND s.revoked_at IS NULL
       RETURNING s.id, s.user_id, s.client_id, s.organization_id
     ), audit AS (${audit.sql}
     ), last AS (SELECT s.id, s.created_at FROM c s ORDER BY ${orderBy('s', 'created_at', 'descending')} LIMIT 1)
     UPDATE bulk_revocations b
        SET done = done + (SELECT count(*) FROM ended),
            filter = jsonb_set(filter, '{beyond}', COALESCE((SELECT jsonb_build_object('at', to_char(last.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'id', last.id) FROM last), filter->'beyond')),
            finished_at = CASE WHEN (SELECT count(*) FROM c) < ${reading.limit} THEN ${now}::timestamptz END
       FROM job WHERE b.id = job.id
     RETURNING b.finished_at`,
    p.values,
    'READ WRITE',
  );
  return rows[0] ? { isFinished: rows[0].finished_at !== null } : null;
}
