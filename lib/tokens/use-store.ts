import type { RequestContext } from '@/lib/context';
import { batched } from '@/lib/db/batch';
import { logger } from '@/lib/log';
import type { TokenSubject } from '@/lib/tokens/subject';

const noteAll = batched<{ n: number }>()(
  'note_use_of_session',
  { session_id: 'uuid', now: 'timestamptz', ip: 'text' },
  (asked) => `WITH ${asked}, free AS (
       SELECT s.id, a.n, a.now, COALESCE(a.ip, (SELECT min(b.ip) FROM asked b WHERE b.session_id = a.session_id)) AS ip
         FROM asked a JOIN sessions s ON s.id = a.session_id
        WHERE s.last_used_at < a.now AND s.revoked_at IS NULL
          FOR NO KEY UPDATE OF s SKIP LOCKED
     )
     UPDATE sessions s SET last_used_at = f.now, last_used_ip = COALESCE(f.ip, s.last_used_ip)
       FROM free f WHERE s.id = f.id RETURNING f.n`,
);

/**
 * When and from where its holder last used a session, to the minute. A note of its own, for which nobody waits, because
 * each of the indexes of the sessions has to be written for it; and which waits for nobody: who ends many sessions at once
 * has locked them in an order of his own.
 */
export function noteUse(
  ctx: RequestContext,
  { sessionId, sessionUsedAt }: Pick<TokenSubject, 'sessionId' | 'sessionUsedAt'>,
  ip: string | null,
): void {
  if (ctx.now.getTime() - sessionUsedAt.getTime() <= 60_000) return;
  noteAll({ session_id: sessionId, now: ctx.now, ip }).catch((err: unknown) =>
    logger().warn({ err }, 'the use of a session was not noted'),
  );
}
