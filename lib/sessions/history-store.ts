import type { SealedRow } from '@/lib/audit/digest';
import { findEventsWhere } from '@/lib/audit/list-store';
import type { Within } from '@/lib/authority/rules';

/** What was done to a session, and to the device request that it came from, whose id its first event keeps. The latest `most`, in order. */
export const findSessionHistory = async (
  sessionId: string,
  grantId: string | null,
  most: number,
): Promise<SealedRow[]> =>
  (
    await findEventsWhere(
      'find_session_history',
      `FROM audit_events e
        WHERE e.target_id = ANY(ARRAY[$1::text, $2::text, (SELECT s.detail->>'grant' FROM audit_events s
                                       WHERE s.target_id = $1 AND s.action = 'session.created' LIMIT 1)])
          AND e.target_type IN ('session', 'device_grant')
        ORDER BY e.id DESC LIMIT $3`,
      [sessionId, grantId, most],
    )
  ).reverse();

/** What a person did, and what was done to them, latest first; for an organization's administrator what is of theirs. */
export const findPersonHistory = (userId: string, within: Within, most: number): Promise<SealedRow[]> =>
  findEventsWhere(
    'find_person_history',
    `FROM (
       (SELECT id FROM audit_events WHERE user_id = $1::uuid
           AND ($3::uuid[] IS NULL OR organization_id = ANY($3::uuid[])) ORDER BY id DESC LIMIT $2)
       UNION
       (SELECT id FROM audit_events WHERE actor_id = $1::text
           AND ($3::uuid[] IS NULL OR organization_id = ANY($3::uuid[])) ORDER BY id DESC LIMIT $2)
     ) latest JOIN audit_events e ON e.id = latest.id ORDER BY e.id DESC LIMIT $2`,
    [userId, most, within],
  );
