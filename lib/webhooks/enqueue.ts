import type { SealedRow } from '@/lib/audit/digest';
import { newId } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';
import { findEnabledEndpoints, insertDeliveries } from '@/lib/webhooks/delivery-store';
import { payloadOf } from '@/lib/webhooks/payload';
import { isWanted } from '@/lib/webhooks/rules';

/** Events for every endpoint that wants them, in the transaction that seals them; what has its delivery gets no second. */
export async function enqueueDeliveries(
  db: Db,
  now: Date,
  rows: readonly SealedRow[],
  only?: string,
): Promise<number> {
  const endpoints = (await findEnabledEndpoints(db)).filter(({ id }) => only === undefined || id === only);
  let count = 0;
  for (const { id: endpointId, events } of endpoints) {
    const wanted = rows.filter(({ action }) => isWanted(events, action));
    if (wanted.length === 0) continue;
    const deliveries = wanted.map((row) => ({
      ...{ id: newId(now), endpointId, eventId: row.id, payload: payloadOf(row) },
      ...{ createdAt: now, nextAttemptAt: now },
    }));
    count += await insertDeliveries(db, deliveries);
  }
  return count;
}
