import { runStatement } from '@/lib/db/pool';
import type { Db } from '@/lib/db/prisma';
import type { EndReason } from '@/lib/sessions/store';

/** So many sessions of a client are marked at once; {@link markEndedSessions} marks the others, dead as they are. */
const mostMarkedAtOnce = 5_000;

/**
 * End everything that a client has: its sessions, and its requests that nobody has redeemed. For a change of the client,
 * in that change's own transaction, whose audit row says how many. One write makes every session worth nothing (live.ts),
 * so that it takes no longer with a million. Returns how many were marked; there may be more.
 */
export async function revokeSessionsOfClient(
  db: Db,
  now: Date,
  clientId: string,
  reason: EndReason,
): Promise<number> {
  await db.deviceGrant.updateMany({
    where: { clientId, status: { in: ['pending', 'approved'] }, expiresAt: { gt: now } },
    data: { status: 'denied', decidedAt: now, userCodeHmac: null },
  });
  await db.client.update({
    where: { id: clientId },
    data: { sessionsEndedBefore: now, sessionsEndedReason: reason },
  });
  return db.$executeRaw`
    UPDATE sessions SET revoked_at = ${now}, revoked_reason = ${reason}
     WHERE id IN (SELECT id FROM sessions WHERE client_id = ${clientId} AND phase = 'open' AND expires_at > ${now}
                   ORDER BY created_at LIMIT ${mostMarkedAtOnce})`;
}

/** Mark some sessions that ended with their client, while it is disabled or before it was enabled again. Returns how many. */
export async function markEndedSessions(now: Date): Promise<number> {
  const rows = await runStatement(
    'mark_ended_sessions',
    `UPDATE sessions s SET revoked_at = $1, revoked_reason = ended.reason
       FROM (SELECT open.id, c.sessions_ended_reason AS reason FROM clients c CROSS JOIN LATERAL (
               SELECT o.id FROM sessions o
                WHERE o.client_id = c.id AND o.phase = 'open'
                  AND (c.disabled_at IS NOT NULL OR o.created_at < c.sessions_ended_before)
                ORDER BY o.created_at LIMIT ${mostMarkedAtOnce} FOR UPDATE SKIP LOCKED) open
              WHERE c.sessions_ended_before IS NOT NULL LIMIT ${mostMarkedAtOnce}) ended
      WHERE s.id = ended.id RETURNING s.id`,
    [now],
  );
  return rows.length;
}

/** The page of its own that the client of this session, live or not, has registered. */
export async function findActivationUriOfSession(sessionId: string): Promise<string | null> {
  const rows = await runStatement<{ activationUri: string | null }>(
    'find_activation_uri_of_session',
    `SELECT c.activation_uri AS "activationUri" FROM sessions s JOIN clients c ON c.id = s.client_id
      WHERE s.id = $1 AND c.disabled_at IS NULL`,
    [sessionId],
  );
  return rows[0]?.activationUri ?? null;
}
