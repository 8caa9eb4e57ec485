import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { sessionIsLive } from '@/lib/sessions/live';
import type { StoredTokens } from '@/lib/tokens/issue';
import type { NewTokens } from '@/lib/tokens/new-tokens';
import type { RefreshTokenState } from '@/lib/tokens/rules';
import {
  type AccessTokenFacts,
  selectStoredTokens,
  subjectColumns,
  type TokenSubject,
} from '@/lib/tokens/subject';

export type PresentedRefreshToken = RefreshTokenState &
  TokenSubject & {
    /** What the session was granted. */
    sessionScopes: string[];
    /** The most that its organization allows now; none named, or null without one: all. */
    scopeCeiling: string[] | null;
    sessionResources: string[];
    /** The key that the refresh token itself is bound to. */
    boundTo: string | null;
    successorHash: Buffer | null;
    successorAccessHash: Buffer | null;
    /** The successor's access token, once used and while it is there. */
    successor: AccessTokenFacts | null;
  };

/** Everything a refresh needs to know of the token that was presented. */
export async function findRefreshToken(
  ctx: RequestContext,
  hash: Buffer,
): Promise<PresentedRefreshToken | null> {
  type Row = Omit<PresentedRefreshToken, 'successor'> & {
    accessScopes: string[] | null;
    accessAudience: string[];
    accessDpopJkt: string | null;
    accessIssuedAt: Date;
    accessExpiresAt: Date;
  };
  const [row] = await runStatement<Row>(
    'find_refresh_token',
    `SELECT ${subjectColumns}, ${sessionIsLive('$2')} AS "isSessionLive", r.expires_at AS "expiresAt", r.used_at AS "usedAt",
            s.scopes AS "sessionScopes", o.scope_ceiling AS "scopeCeiling", s.resources AS "sessionResources", r.dpop_jkt AS "boundTo",
            r.successor_hash AS "successorHash", r.successor_access_hash AS "successorAccessHash",
            a.scopes AS "accessScopes", a.audience AS "accessAudience", a.dpop_jkt AS "accessDpopJkt",
            a.created_at AS "accessIssuedAt", a.expires_at AS "accessExpiresAt"
       FROM refresh_tokens r
       JOIN sessions s ON s.id = r.session_id
       JOIN users p ON p.id = s.user_id
       LEFT JOIN organizations o ON o.id = s.organization_id
       LEFT JOIN access_tokens a ON a.hash = r.successor_access_hash
      WHERE r.hash = $1`,
    [hash, ctx.now],
  );
  if (!row) return null;
  const successor = row.accessScopes && {
    scopes: row.accessScopes,
    audience: row.accessAudience,
    dpopJkt: row.accessDpopJkt,
    issuedAt: row.accessIssuedAt,
    expiresAt: row.accessExpiresAt,
  };
  return { ...row, successor };
}

/** What a new access token carries. */
export type NewAccessToken = {
  scopes: string[];
  audience: string[];
  dpopJkt: string | null;
  tokens: NewTokens;
};

/** One more access token of a live session, whose refresh token stays as it is. Null: the session has ended. */
export async function insertAccessToken(
  ctx: RequestContext,
  sessionId: string,
  access: NewAccessToken,
): Promise<StoredTokens | null> {
  const rows = await runStatement<StoredTokens>(
    'insert_access_token',
    `WITH s AS (
       SELECT * FROM sessions s WHERE s.id = $1 AND ${sessionIsLive('$2')}
     ), a AS (
       INSERT INTO access_tokens (hash, session_id, scopes, audience, dpop_jkt, created_at, expires_at)
       SELECT $3::bytea, id, $5::text[], $6::text[], $7::text, $2, LEAST($4::timestamptz, expires_at) FROM s
       RETURNING scopes, audience, dpop_jkt, created_at, expires_at
     )
     ${selectStoredTokens}`,
    [
      sessionId,
      ctx.now,
      access.tokens.accessHash,
      access.tokens.accessExpiresAt,
      access.scopes,
      access.audience,
      access.dpopJkt,
    ],
  );
  return rows[0] ?? null;
}
