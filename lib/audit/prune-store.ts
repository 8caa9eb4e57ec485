import type { Link } from '@/lib/audit/digest';
import { bytes } from '@/lib/db/bytes';
import type { Db } from '@/lib/db/prisma';

/** The one place where audit rows are deleted: whole batches of them, for their age. */

export type OldBatch = Link & { chain: Uint8Array; rows: number };

/** The oldest batches whose rows are kept and that were sealed before then, and how many rows each has. */
export const findOldBatches = (db: Db, sealedBefore: Date): Promise<OldBatch[]> =>
  db.$queryRaw<OldBatch[]>`
    SELECT id, first_id AS "firstId", last_id AS "lastId", sealed_at AS "sealedAt", content_hash AS "contentHash", chain,
           cardinality(ids) AS rows
      FROM (SELECT * FROM audit_batches WHERE pruned_at IS NULL ORDER BY last_id LIMIT 200) oldest
     WHERE sealed_at < ${sealedBefore} ORDER BY last_id`;

/** The link before this one. */
export async function findChain(db: Db, id: bigint): Promise<Uint8Array | null> {
  const row = await db.auditBatch.findUnique({ where: { id }, select: { chain: true } });
  return row?.chain ?? null;
}

/** Delete its rows, and keep the link with a seal that says so. Returns how many rows. */
export async function pruneBatch(
  db: Db,
  { id, firstId, lastId }: Link,
  { prunedAt, pruneSeal }: { prunedAt: Date; pruneSeal: Uint8Array },
): Promise<number> {
  const { count } = await db.auditEvent.deleteMany({ where: { id: { gte: firstId, lte: lastId } } });
  const seal = { prunedAt, pruneSeal: bytes(pruneSeal) };
  await db.auditBatch.update({ where: { id }, data: { ids: [], digests: null, ...seal } });
  return count;
}
