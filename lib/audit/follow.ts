import { countEvents } from '@/lib/activity/count';
import {
  type Batch,
  findLastBatch,
  findRows,
  inFollowersTransaction,
  insertBatch,
} from '@/lib/audit/batch-store';
import { chainOf, contentHashOf, digestOf, noChain, type SealedRow } from '@/lib/audit/digest';
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
export async function followAudit(ctx: RequestContext, shouldStop = () => false): Promise<number> {
  const settled = await findSettledId();
  if (settled === null) return 0;
  const size = onePerProcess('audit batch size', () => ({ rows: mostRows }));
  let total = 0;
  for (;;) {
    const most = size.rows;
    const sealed = await inFollowersTransaction((db) => sealNext(db, ctx, settled, most)).catch((error) => {
      // What fails for its size must not fail the same way for ever.
      size.rows = Math.max(1, Math.floor(most / 2));
      throw error;
    });
    if (sealed !== null) size.rows = Math.min(mostRows, most * 2);
    total += sealed ?? 0;
    if (sealed !== most || shouldStop()) return total;
  }
}

async function sealNext(db: Db, ctx: RequestContext, upTo: bigint, most: number): Promise<number> {
  const before = await findLastBatch(db);
  const rows: SealedRow[] = [];
  const digests: Buffer[] = [];
  for (;;) {
    const after = rows.at(-1)?.id ?? before?.lastId ?? 0n;
    const next = await findRows(db, after, upTo, Math.min(page, most - rows.length));
    rows.push(...next);
    digests.push(...next.map(digestOf));
    if (next.length < page || rows.length === most) break;
  }
  if (rows.length === 0) return 0;
  await insertBatch(db, batchOf(ctx.now, before, rows, Buffer.concat(digests)));
  await countEvents(db, rows);
  await enqueueDeliveries(db, ctx.now, rows);
  return rows.length;
}

function batchOf(now: Date, before: Batch | null, rows: SealedRow[], digests: Buffer) {
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
