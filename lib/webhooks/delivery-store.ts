import { runStatement } from '@/lib/db/pool';
import type { Db } from '@/lib/db/prisma';
import type { Payload } from '@/lib/webhooks/payload';
import { leaseSeconds } from '@/lib/webhooks/rules';

export const findEnabledEndpoints = (db: Db): Promise<{ id: string; events: string[] }[]> =>
  db.webhookEndpoint.findMany({ where: { disabledAt: null }, select: { id: true, events: true } });

export type NewDelivery = { id: string; endpointId: string; eventId: bigint };

/**
 * Deliveries of some events, due at once, in one statement: each event's payload is sent to the database once, however
 * many endpoints want it. Returns how many were not there yet.
 */
export const insertDeliveries = (
  db: Db,
  now: Date,
  events: readonly { id: bigint; payload: Payload }[],
  deliveries: readonly NewDelivery[],
): Promise<number> =>
  db.$executeRaw`
    INSERT INTO webhook_deliveries (id, endpoint_id, event_id, payload, created_at, next_attempt_at)
    SELECT d.id::uuid, d.endpoint_id::uuid, d.event_id, e.payload::jsonb, ${now}, ${now}
      FROM unnest(${deliveries.map(({ id }) => id)}::text[], ${deliveries.map(({ endpointId }) => endpointId)}::text[],
                  ${deliveries.map(({ eventId }) => eventId)}::bigint[]) AS d (id, endpoint_id, event_id)
      JOIN unnest(${events.map(({ id }) => id)}::bigint[], ${events.map(({ payload }) => JSON.stringify(payload))}::text[])
        AS e (id, payload) ON e.id = d.event_id
    ON CONFLICT (endpoint_id, event_id) DO NOTHING`;

/** The enabled endpoints for which something is due. */
export async function findDueEndpoints(now: Date): Promise<string[]> {
  const rows = await runStatement<{ id: string }>(
    'find_due_webhooks',
    `SELECT e.id FROM webhook_endpoints e WHERE e.disabled_at IS NULL AND EXISTS (
       SELECT FROM webhook_deliveries d WHERE d.endpoint_id = e.id AND d.next_attempt_at <= $1)`,
    [now],
  );
  return rows.map(({ id }) => id);
}

export type LeasedDelivery = {
  id: string;
  endpointId: string;
  attempts: number;
  payload: Payload;
  url: string;
  secretEncrypted: Buffer;
  previousSecretEncrypted: Buffer | null;
  previousSecretUntil: Date | null;
};

/**
 * Take what is due for one endpoint, so that no other node tries it at the same time: it is due again only when this
 * try has not said in a minute how it ended.
 */
export const leaseDeliveries = (now: Date, endpointId: string, most: number): Promise<LeasedDelivery[]> =>
  runStatement<LeasedDelivery>(
    'lease_webhook_deliveries',
    `UPDATE webhook_deliveries d
        SET attempts = d.attempts + 1, last_attempt_at = $1, next_attempt_at = $1::timestamptz + interval '${leaseSeconds} seconds'
       FROM webhook_endpoints e
      WHERE e.id = d.endpoint_id AND e.disabled_at IS NULL AND d.id IN (
              SELECT id FROM webhook_deliveries WHERE endpoint_id = $2 AND next_attempt_at <= $1
               ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING d.id, d.endpoint_id AS "endpointId", d.attempts, d.payload, e.url, e.secret_encrypted AS "secretEncrypted",
               e.previous_secret_encrypted AS "previousSecretEncrypted", e.previous_secret_until AS "previousSecretUntil"`,
    [now, endpointId, most],
  );

export type Result = {
  deliveredAt: Date | null;
  nextAttemptAt: Date | null;
  lastStatus: number | null;
  lastError: string | null;
};

/** How a try ended, unless it took so long that another one has begun. */
export async function recordResult(
  db: Db,
  { id, attempts }: { id: string; attempts: number },
  result: Result,
): Promise<boolean> {
  const { count } = await db.webhookDelivery.updateMany({
    where: { id, attempts, deliveredAt: null, nextAttemptAt: { not: null } },
    data: result,
  });
  return count === 1;
}

/** Something has arrived there. */
export async function clearFailing(db: Db, endpointId: string): Promise<void> {
  await db.webhookEndpoint.updateMany({
    where: { id: endpointId, failingSince: { not: null } },
    data: { failingSince: null },
  });
}

/** Nothing arrives there, since now or longer. Returns since when. One that is off by now is not failing. */
export async function markFailing(db: Db, endpointId: string, now: Date): Promise<Date | null> {
  await db.webhookEndpoint.updateMany({
    where: { id: endpointId, failingSince: null, disabledAt: null },
    data: { failingSince: now },
  });
  const row = await db.webhookEndpoint.findUnique({
    where: { id: endpointId },
    select: { failingSince: true },
  });
  return row?.failingSince ?? null;
}

/** True for the one call that did. */
export async function disableEndpoint(db: Db, endpointId: string, now: Date): Promise<boolean> {
  const { count } = await db.webhookEndpoint.updateMany({
    where: { id: endpointId, disabledAt: null },
    data: { disabledAt: now },
  });
  return count === 1;
}
