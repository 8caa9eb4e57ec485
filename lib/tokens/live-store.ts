import { confirmClient } from '@/lib/clients/remembered';
import { self } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { batched } from '@/lib/db/batch';
import { standing, standsLive } from '@/lib/sessions/live';
import type { StoredTokens } from '@/lib/tokens/issue';
import { standingColumns } from '@/lib/tokens/subject';
import { noteUse } from '@/lib/tokens/use-store';

/** A live token of either kind. A refresh token's facts are what its session may have. */
export type LiveToken = StoredTokens & { kind: 'access_token' | 'refresh_token' };

/** Who asks: whoever holds it, or a service that was shown it, by which client. */
export type Asker = 'holder' | { client: Client | null };

const findAll = batched<LiveToken & { n: number; isCallerCurrent: boolean }>()(
  'find_live_token',
  { hash: 'bytea', now: 'timestamptz', caller_id: 'text', caller_version: 'int' },
  (asked) => `WITH ${asked}, tokens AS (
       SELECT a.n, a.now, 'access_token' AS kind, t.session_id, t.scopes, t.audience, t.dpop_jkt, t.created_at, t.expires_at
         FROM asked a JOIN access_tokens t ON t.hash = a.hash AND t.expires_at > a.now
       UNION ALL
       SELECT a.n, a.now, 'refresh_token', t.session_id, NULL, NULL, t.dpop_jkt, t.created_at, t.expires_at
         FROM asked a JOIN refresh_tokens t ON t.hash = a.hash AND t.expires_at > a.now AND t.used_at IS NULL
     ), live AS MATERIALIZED (
       SELECT t.n, t.kind, ${standingColumns}, COALESCE(t.scopes, s.scopes) AS scopes, COALESCE(t.audience, '{}') AS audience,
              t.dpop_jkt AS "dpopJkt", t.created_at AS "issuedAt", t.expires_at AS "expiresAt"
         FROM tokens t JOIN sessions s ON s.id = t.session_id ${standing}
        WHERE ${standsLive('t.now')}
     )
     SELECT live.*, a.n, a.caller_id IS NULL OR EXISTS (SELECT FROM clients c WHERE c.id = a.caller_id AND c.version = a.caller_version) AS "isCallerCurrent"
       FROM asked a LEFT JOIN live ON live.n = a.n`,
);

/**
 * A live token and whom it is about, or null for anything else. Notes when its session was last used, to the minute,
 * and from where, when it is its holder who asks.
 */
export async function findLiveToken(
  ctx: RequestContext,
  hash: Buffer,
  asker: Asker,
): Promise<LiveToken | null> {
  const isHolder = asker === 'holder';
  const caller = isHolder || !asker.client?.isRemembered ? null : asker.client;
  const { isCallerCurrent, ...live } = (await findAll({
    hash,
    now: ctx.now,
    caller_id: caller?.id ?? null,
    caller_version: caller?.version ?? null,
  }))!;
  if (caller && !isCallerCurrent) await confirmClient(ctx, caller);
  if (!live.kind) return null;
  noteUse(ctx, live, isHolder ? ctx.ip : null);
  // Refresh tokens, and tokens from before there were audiences, are for this server alone.
  return live.audience.length > 0 ? live : { ...live, audience: [self] };
}
