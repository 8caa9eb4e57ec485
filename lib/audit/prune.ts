import { lowerAlarm, raiseAlarm } from '@/lib/audit/alarm';
import { inFollowersTransaction } from '@/lib/audit/batch-store';
import { chainOf, noChain, pruneSealOf } from '@/lib/audit/digest';
import { mostRows } from '@/lib/audit/follow';
import { findChain, findOldBatches, pruneBatch } from '@/lib/audit/prune-store';
import { findRetentionDays } from '@/lib/audit/retention-store';
import { tooOldBefore } from '@/lib/audit/rules';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { equalInConstantTime } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';

const mostApartMs = 60_000;
/** What is wrong here does not pass by itself. */
const retryMs = 3_600_000;

/**
 * Delete the rows of sealed batches that are older than they are kept, batch by batch. What is deleted is gone, so two clocks
 * must say that it is old: the database's (`ctx.now`) and this machine's. Returns how many batches.
 */
export async function pruneAudit(
  ctx: RequestContext,
  shouldStop = () => false,
  machineTime = ctx.now,
): Promise<number> {
  const days = await findRetentionDays();
  if (days === null) {
    for (const kind of ['clocks', 'retention'] as const) lowerAlarm(kind);
    return 0;
  }
  const times = [ctx.now.getTime(), machineTime.getTime()];
  const [earlier, apart] = [Math.min(...times), Math.abs(times[0]! - times[1]!)];
  if (apart > mostApartMs)
    throw raiseAlarm(
      'clocks',
      `the database’s clock (${ctx.now.toISOString()}) and this machine’s (${machineTime.toISOString()}) differ: no old audit rows are deleted`,
      retryMs,
    );
  lowerAlarm('clocks');
  const before = tooOldBefore(new Date(earlier), days);
  let total = 0;
  for (;;) {
    const pruned = await inFollowersTransaction((db) => pruneNext(db, ctx, before));
    if (pruned !== null) lowerAlarm('retention');
    total += pruned ?? 0;
    if (!pruned || shouldStop()) return total;
  }
}

/** No more rows in one transaction than one batch can hold. */
async function pruneNext(db: Db, ctx: RequestContext, before: Date): Promise<number> {
  const old = await findOldBatches(db, before);
  let chain = old[0] && (await findChain(db, old[0].id - 1n));
  let [expected, rows, batches] = [0, 0, 0];
  for (const batch of old) {
    expected += batch.rows;
    if (batches > 0 && expected > mostRows) break;
    // Its age is part of its seal: nobody makes this server delete what is young by writing another date.
    if (!equalInConstantTime(chainOf(chain ?? noChain, batch), Buffer.from(batch.chain)))
      throw raiseAlarm(
        'retention',
        `batch ${batch.id} of the audit log is not as it was sealed, or AUTH_SECRET is another one: no old audit rows are deleted (npm run audit:verify)`,
        retryMs,
      );
    const pruneSeal = pruneSealOf(batch.chain, batch.id, ctx.now);
    rows += await pruneBatch(db, batch, { prunedAt: ctx.now, pruneSeal });
    batches += 1;
    chain = batch.chain;
  }
  const last = old[batches - 1];
  if (!last) return 0;
  const [firstId, lastId] = [String(old[0]!.firstId), String(last.lastId)];
  const detail = { rows, batches, firstId, lastId, before: before.toISOString() };
  await recordAudit(db, ctx, { action: 'audit.pruned', detail });
  return batches;
}
