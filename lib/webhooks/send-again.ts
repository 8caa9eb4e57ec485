import { countRowsSince, findRowsSince } from '@/lib/audit/list-store';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { newId } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import { insertDeliveries } from '@/lib/webhooks/delivery-store';
import { enqueueDeliveries } from '@/lib/webhooks/enqueue';
import { testPayload } from '@/lib/webhooks/payload';
import { findEndpoint, requeue } from '@/lib/webhooks/store';

/** Send an event that did not happen, to see whether it arrives. */
export const sendTestEvent = adminVerb(
  'webhooks:write',
  (ctx, _within, endpointId: string): Promise<'queued' | 'disabled' | 'unknown'> =>
    inTransaction(async (db) => {
      const endpoint = await findEndpoint(endpointId, db);
      if (!endpoint) return 'unknown';
      if (endpoint.disabledAt) return 'disabled';
      const { actor, now } = ctx;
      const payload = testPayload(now, actor.type === 'person' ? actor.userId : null);
      // Events have positive ids.
      const eventId = -BigInt(now.getTime());
      const delivery = { id: newId(now), endpointId, eventId };
      await insertDeliveries(db, now, [{ id: eventId, payload }], [delivery]);
      await recordAudit(db, ctx, { action: 'webhook.tested', target: { type: 'webhook', id: endpointId } });
      return 'queued';
    }),
);

/** One delivery again, under the same `webhook-id`: a receiver that has it already knows. */
export const sendDeliveryAgain = adminVerb(
  'webhooks:write',
  (ctx, _within, endpointId: string, deliveryId: string): Promise<boolean> =>
    inTransaction(async (db) => {
      if ((await requeue(db, endpointId, { id: deliveryId }, ctx.now)) === 0) return false;
      const target = { type: 'webhook', id: endpointId };
      await recordAudit(db, ctx, { action: 'webhook.resent', target, detail: { delivery: deliveryId } });
      return true;
    }),
);

/** The most events of one replay, and how long ago they may be: so long deliveries are kept. */
export const mostReplayed = 20_000;
export const replayDays = 30;
const chunk = 1_000;

export type Replay = { outcome: 'queued'; count: number } | { outcome: 'too_many' | 'disabled' | 'unknown' };

/**
 * Everything since a time again: what was sent or given up, and what happened while the endpoint was disabled or asked
 * for other events.
 */
export const replayDeliveries = adminVerb(
  'webhooks:write',
  async (ctx, _within, endpointId: string, since: Date): Promise<Replay> => {
    const endpoint = await findEndpoint(endpointId);
    if (!endpoint) return { outcome: 'unknown' };
    if (endpoint.disabledAt) return { outcome: 'disabled' };
    if ((await countRowsSince(since, mostReplayed + 1)) > mostReplayed) return { outcome: 'too_many' };
    let count = await inTransaction(async (db) => {
      const again = await requeue(db, endpointId, { since }, ctx.now);
      const detail = { since: since.toISOString() };
      const target = { type: 'webhook', id: endpointId };
      await recordAudit(db, ctx, { action: 'webhook.replayed', target, detail });
      return again;
    });
    for (let after = 0n; ; ) {
      const rows = await findRowsSince(since, after, chunk);
      count += await inTransaction((db) => enqueueDeliveries(db, ctx.now, rows, endpointId));
      if (rows.length < chunk) return { outcome: 'queued', count };
      after = rows.at(-1)!.id;
    }
  },
);
