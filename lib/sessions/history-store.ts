import type { Within } from '@/lib/authority/rules';
import { runStatement } from '@/lib/db/pool';

/** What happened, as an administrator reads it: a row of the audit log, with the names of who acted. */
export type HistoryEvent = {
  id: string;
  at: Date;
  action: string;
  actorType: string;
  /** The address of the person, the name of the client or of the API key. */
  actorName: string | null;
  actorId: string | null;
  targetType: string | null;
  targetId: string | null;
  clientId: string | null;
  ip: string | null;
  detail: Record<string, unknown> | null;
};

const columns = `a.id::text, a.at, a.action, a.actor_type AS "actorType", a.actor_id AS "actorId",
            COALESCE(p.email, c.name, k.name) AS "actorName", a.target_type AS "targetType", a.target_id AS "targetId",
            a.client_id AS "clientId", a.ip, a.detail`;
const names = `LEFT JOIN users p ON p.id = CASE WHEN a.actor_type = 'person' THEN a.actor_id::uuid END
       LEFT JOIN clients c ON a.actor_type = 'client' AND c.id = a.actor_id
       LEFT JOIN api_keys k ON k.id = CASE WHEN a.actor_type = 'api_key' THEN a.actor_id::uuid END`;

/** What was done to a session, and to the device request that it came from, whose id its first event keeps. The latest `most`, in order. */
export const findSessionHistory = async (
  sessionId: string,
  grantId: string | null,
  most: number,
): Promise<HistoryEvent[]> =>
  (
    await runStatement<HistoryEvent>(
      'find_session_history',
      `SELECT ${columns}
         FROM audit_events a ${names}
        WHERE a.target_id = ANY(ARRAY[$1::text, $2::text, (SELECT e.detail->>'grant' FROM audit_events e
                                       WHERE e.target_id = $1 AND e.action = 'session.created' LIMIT 1)])
          AND a.target_type IN ('session', 'device_grant')
        ORDER BY a.id DESC LIMIT $3`,
      [sessionId, grantId, most],
    )
  ).reverse();

/** What a person did, and what was done to them, latest first; for an organization's administrator what is of theirs. */
export const findPersonHistory = (userId: string, within: Within, most: number): Promise<HistoryEvent[]> =>
  runStatement<HistoryEvent>(
    'find_person_history',
    `WITH latest AS (
       (SELECT id FROM audit_events WHERE user_id = $1::uuid
           AND ($3::uuid[] IS NULL OR organization_id = ANY($3::uuid[])) ORDER BY id DESC LIMIT $2)
       UNION
       (SELECT id FROM audit_events WHERE actor_id = $1::text
           AND ($3::uuid[] IS NULL OR organization_id = ANY($3::uuid[])) ORDER BY id DESC LIMIT $2)
     )
     SELECT ${columns} FROM latest JOIN audit_events a ON a.id = latest.id ${names} ORDER BY a.id DESC LIMIT $2`,
    [userId, most, within],
  );
