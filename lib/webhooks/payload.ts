import type { SealedRow } from '@/lib/audit/digest';

/** What is sent of an event: `{ type, timestamp, data }`, as Standard Webhooks has it. */
export type Payload = { type: string; timestamp: string; data: Record<string, unknown> };

export const payloadOf = (row: SealedRow): Payload => ({
  type: row.action,
  timestamp: row.at.toISOString(),
  data: {
    id: String(row.id),
    actor: { type: row.actorType, id: row.actorId },
    user_id: row.userId,
    client_id: row.clientId,
    organization_id: row.organizationId,
    target: row.targetType === null ? null : { type: row.targetType, id: row.targetId },
    ip: row.ip,
    network: row.network,
    request_id: row.requestId,
    detail: row.detail === null ? null : JSON.parse(row.detail),
  },
});

/** Of an event that did not happen: to see whether anything arrives. */
export const testPayload = (now: Date, userId: string | null): Payload => ({
  type: 'webhook.test',
  timestamp: now.toISOString(),
  data: { user_id: userId, text: 'Somebody pressed “Send a test event”.' },
});

/** The body, letter by letter as it is signed. */
export const bodyOf = ({ type, timestamp, data }: Payload): string =>
  JSON.stringify({ type, timestamp, data });
