import type { Link, SealedRow } from '@/lib/audit/digest';
import { bytes } from '@/lib/db/bytes';
import { Prisma } from '@/lib/db/generated/client';
import { type Db, prisma } from '@/lib/db/prisma';

/** Sealed batches, and the rows in them. */

const columns = Prisma.raw(
  `id, at, action, actor_type AS "actorType", actor_id AS "actorId", user_id::text AS "userId", client_id AS "clientId",
   organization_id::text AS "organizationId", target_type AS "targetType", target_id AS "targetId", ip, network,
   request_id AS "requestId", detail::text AS detail`,
);

/** Rows after one id (null: from the least on that there can be) up to another, in order. */
export const findRows = (db: Db, after: bigint | null, upTo: bigint, most: number): Promise<SealedRow[]> =>
  db.$queryRaw<SealedRow[]>`
    SELECT ${columns} FROM audit_events WHERE ${after === null ? Prisma.sql`id >= (-9223372036854775808)` : Prisma.sql`id > ${after}`} AND id <= ${upTo} ORDER BY id LIMIT ${most}`;

/** One at a time on all nodes; nobody waits. */
export const inFollowersTransaction = <Result>(work: (db: Db) => Promise<Result>): Promise<Result | null> =>
  prisma().$transaction(
    async (db) => {
      const [row] = await db.$queryRaw<{ isOurs: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtext('doorcode audit follower')) AS "isOurs"`;
      return row?.isOurs ? work(db) : null;
    },
    { maxWait: 10_000, timeout: 60_000, isolationLevel: 'ReadCommitted' },
  );

export type Batch = Link & {
  ids: bigint[];
  digests: Uint8Array | null;
  chain: Uint8Array;
  prunedAt: Date | null;
  pruneSeal: Uint8Array | null;
};

/** Without what it lists. */
export const findLastBatch = (db: Db): Promise<Pick<Batch, 'id' | 'lastId' | 'chain'> | null> =>
  db.auditBatch.findFirst({ orderBy: { id: 'desc' }, select: { id: true, lastId: true, chain: true } });

export async function insertBatch(
  db: Db,
  batch: Link & { ids: bigint[]; digests: Uint8Array; chain: Uint8Array },
): Promise<void> {
  const { digests, contentHash, chain } = batch;
  await db.auditBatch.create({
    data: { ...batch, digests: bytes(digests), contentHash: bytes(contentHash), chain: bytes(chain) },
  });
}

/**
 * Batches after one, in order: so many that they hold no more than `rows` rows, and one at least. They are chosen by their
 * ranges, which are at least as long as their lists: the lists of those that are not chosen are not read.
 */
export async function findBatches(db: Db, after: bigint, rows: number): Promise<Batch[]> {
  const chosen = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM (
      SELECT id, row_number() OVER (ORDER BY id) AS place, sum(last_id::numeric - first_id + 1) OVER (ORDER BY id) AS total
        FROM (SELECT id, first_id, last_id FROM audit_batches WHERE id > ${after} ORDER BY id LIMIT 500) next) counted
     WHERE total <= ${rows} OR place = 1`;
  return db.auditBatch.findMany({
    where: { id: { in: chosen.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
  });
}

/** What is read in it is of one moment. */
export const inSnapshot = <Result>(work: (db: Db) => Promise<Result>): Promise<Result> =>
  prisma().$transaction((db) => work(db), {
    maxWait: 10_000,
    timeout: 60_000,
    isolationLevel: 'RepeatableRead',
  });

export type SealState = {
  batches: bigint;
  lastId: bigint;
  sealedAt: Date | null;
  /** Hex. */
  head: string | null;
  /** Since when the oldest row waits that is not sealed. */
  unsealedSince: Date | null;
};

/** How far the log is sealed, by two looks into indexes. */
export async function findSealState(): Promise<SealState> {
  const last = await prisma().auditBatch.findFirst({
    orderBy: { id: 'desc' },
    select: { id: true, lastId: true, sealedAt: true, chain: true },
  });
  const waiting = await prisma().auditEvent.findFirst({
    where: { id: { gt: last?.lastId ?? 0n } },
    orderBy: { id: 'asc' },
    select: { at: true },
  });
  return {
    ...{ batches: last?.id ?? 0n, lastId: last?.lastId ?? 0n, sealedAt: last?.sealedAt ?? null },
    head: last ? Buffer.from(last.chain).toString('hex') : null,
    unsealedSince: waiting?.at ?? null,
  };
}

export const countRowsAfter = (db: Db, id: bigint): Promise<number> =>
  db.auditEvent.count({ where: { id: { gt: id } } });
