import { countEvents } from '@/lib/activity/count';
import { AuditAlarm } from '@/lib/audit/alarm';
import { findLastBatch, findRows, inFollowersTransaction, insertBatch } from '@/lib/audit/batch-store';
import { chainOf, contentHashOf, digestOf, noChain, type SealedRow } from '@/lib/audit/digest';
import { checkHead, type Head, type HeadMemory, headOf, type LastBatch, noMemory } from '@/lib/audit/head';
import { findSettledId } from '@/lib/audit/settle';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { onePerProcess } from '@/lib/process';
import { enqueueDeliveries } from '@/lib/webhooks/enqueue';

/** The most rows of a batch, and how many are read at a time. */
export const mostRows = 5_000;
const page = 1_000;

/**
 * What comes after every audit row: it is sealed, counted and handed to the webhooks, in one transaction, so once each.
 * It only reads what others write. Every node runs it; of several at once one does the work. Returns how many rows.
 */
export async function followAudit(
  ctx: RequestContext,
  shouldStop = () => false,
  memory: HeadMemory = noMemory,
): Promise<number> {
  const settled = await findSettledId();
  if (settled === null) return 0;
  const size = onePerProcess('audit batch size', () => ({ rows: mostRows }));
  let total = 0;
  for (;;) {
    const most = size.rows;
    const remembered = await memory.recall();
    const sealed = await inFollowersTransaction((db) => sealNext(db, ctx, settled, most, remembered)).catch(
      (error) => {
        if (error instanceof AuditAlarm) throw error;
        // What fails for its size must not fail the same way for ever.
        size.rows = Math.max(1, Math.floor(most / 2));
        throw error;
      },
    );
    if (!sealed) return total;
    size.rows = Math.min(mostRows, most * 2);
    total += sealed.rows;
    // Only now: what is not committed was not seen.
    if (sealed.head) await memory.keep(sealed.head);
    if (sealed.rows !== most || shouldStop()) return total;
  }
}

async function sealNext(
  db: Db,
  ctx: RequestContext,
  upTo: bigint,
  most: number,
  remembered: Head | null,
): Promise<{ rows: number; head: Head | null }> {
  const before = await findLastBatch(db);
  await checkHead(db, remembered, before);
  const rows: SealedRow[] = [];
  const digests: Buffer[] = [];
  for (;;) {
    const after = rows.at(-1)?.id ?? before?.lastId ?? 0n;
    const next = await findRows(db, after, upTo, Math.min(page, most - rows.length));
    rows.push(...next);
    digests.push(...next.map(digestOf));
    if (next.length < page || rows.length === most) break;
  }
  if (rows.length === 0) return { rows: 0, head: before && headOf(before) };
  const batch = batchOf(ctx.now, before, rows, Buffer.concat(digests));
  await insertBatch(db, batch);
  await countEvents(db, rows);
  await enqueueDeliveries(db, ctx.now, rows);
  return { rows: rows.length, head: headOf(batch) };
}

function batchOf(now: Date, before: LastBatch | null, rows: SealedRow[], digests: Buffer) {
  const ids = rows.map(({ id }) => id);
  const link = {
    id: (before?.id ?? 0n) + 1n,
    firstId: (before?.lastId ?? 0n) + 1n,
    lastId: ids.at(-1)!,
    sealedAt: now,
    contentHash: contentHashOf(ids, digests),
  };
  return { ...link, ids, digests, chain: chainOf(before?.chain ?? noChain, link) };
}
