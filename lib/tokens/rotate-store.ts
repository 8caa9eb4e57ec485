import type { RequestContext } from '@/lib/context';
import { batched } from '@/lib/db/batch';
import { standing, standsLive } from '@/lib/sessions/live';
import type { StoredTokens } from '@/lib/tokens/issue';
import { tokenColumns, tokenRow } from '@/lib/tokens/new-tokens';
import type { NewAccessToken } from '@/lib/tokens/store';
import { resourcesWithin, scopesWithin, standingColumns } from '@/lib/tokens/subject';
import { noteUse } from '@/lib/tokens/use-store';

export type Rotation = NewAccessToken & {
  hash: Buffer;
  clientId: string;
  /** The client must still be of this version; null: of whichever. */
  clientVersion: number | null;
  /** The key that the next refresh token is bound to. */
  refreshDpopJkt: string | null;
};

const rotateAll = batched<StoredTokens & { n: number }>()(
  'rotate_refresh_token',
  {
    hash: 'bytea',
    client_id: 'text',
    client_version: 'int',
    scopes: 'text[]',
    audience: 'text[]',
    dpop_jkt: 'text',
    refresh_dpop_jkt: 'text',
    now: 'timestamptz',
    ...tokenColumns,
  },
  (asked) => `WITH ${asked}, used AS (
       UPDATE refresh_tokens r SET used_at = a.now, successor_hash = a.refresh_hash, successor_access_hash = a.access_hash
         FROM asked a, sessions s ${standing}
        WHERE r.hash = a.hash AND r.used_at IS NULL AND r.expires_at > a.now
          AND s.id = r.session_id AND s.client_id = a.client_id AND ${standsLive('a.now')}
          AND (r.dpop_jkt IS NULL OR r.dpop_jkt = a.dpop_jkt)
          AND (a.client_version IS NULL OR c.version = a.client_version)
          AND (cardinality(s.resources) = 0 OR s.resources && a.audience)
       RETURNING a.n, ${standingColumns()}, ${scopesWithin('s.scopes', 'a.scopes', 'o.scope_ceiling')} AS scopes,
                 ${resourcesWithin('s.resources', 'a.audience')} AS audience, a.dpop_jkt AS "dpopJkt", a.now AS "issuedAt",
                 LEAST(a.access_expires_at, s.expires_at) AS "expiresAt", a.access_hash, a.refresh_hash, a.refresh_dpop_jkt,
                 LEAST(a.refresh_expires_at, s.expires_at, date_trunc('second', a.now) + o.session_idle_seconds * interval '1 second') AS refresh_end
     ), refresh AS (
       INSERT INTO refresh_tokens (hash, session_id, dpop_jkt, created_at, expires_at)
       SELECT refresh_hash, "sessionId", refresh_dpop_jkt, "issuedAt", refresh_end FROM used
     ), access AS (
       INSERT INTO access_tokens (hash, session_id, scopes, audience, dpop_jkt, created_at, expires_at)
       SELECT access_hash, "sessionId", scopes, audience, "dpopJkt", "issuedAt", "expiresAt" FROM used
     )
     SELECT * FROM used`,
);

/**
 * Rotation is this one statement (I4): the token is marked used only if it was not, and only then its successors are
 * stored. The access token gets no more than the session has, and its organization and `rotation` allow. Null: it was used,
 * expired or its session ended before we came, or it is bound to another key, so look (again).
 */
export async function rotateRefreshToken(
  ctx: RequestContext,
  rotation: Rotation,
): Promise<StoredTokens | null> {
  const stored = await rotateAll({
    hash: rotation.hash,
    client_id: rotation.clientId,
    client_version: rotation.clientVersion,
    scopes: rotation.scopes,
    audience: rotation.audience,
    dpop_jkt: rotation.dpopJkt,
    refresh_dpop_jkt: rotation.refreshDpopJkt,
    now: ctx.now,
    ...tokenRow(rotation.tokens),
  });
  if (stored) noteUse(ctx, stored, ctx.ip);
  return stored;
}
