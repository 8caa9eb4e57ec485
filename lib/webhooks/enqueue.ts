import type { SealedRow } from '@/lib/audit/digest';
import { newId } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';
import { findEnabledEndpoints, insertDeliveries } from '@/lib/webhooks/delivery-store';
import { payloadOf } from '@/lib/webhooks/payload';
import { isWanted } from '@/lib/webhooks/rules';

/** Events per statement: times the most endpoints (lib/webhooks/rules.ts), each of them takes a second at most. */
const chunk = 500;

/** Events for every endpoint that wants them, in the transaction that seals them; what has its delivery gets no second. */
export async function enqueueDeliveries(
  db: Db,
  now: Date,
  rows: readonly SealedRow[],
  only?: string,
): Promise<number> {
  const endpoints = (await findEnabledEndpoints(db)).filter(({ id }) => only === undefined || id === only);
  let count = 0;
  for (let at = 0; endpoints.length > 0 && at < rows.length; at += chunk) {
    const some = rows.slice(at, at + chunk);
    const deliveries = endpoints.flatMap(({ id: endpointId, events }) =>
      some
        .filter(({ action }) => isWanted(events, action))
        .map(({ id: eventId }) => ({ id: newId(now), endpointId, eventId })),
    );
    if (deliveries.length === 0) continue;
    const wanted = new Set(deliveries.map(({ eventId }) => eventId));
    const events = some
      .filter(({ id }) => wanted.has(id))
      .map((row) => ({ id: row.id, payload: payloadOf(row) }));
    count += await insertDeliveries(db, now, events, deliveries);
  }
  return count;
}
