import { confirmClient } from '@/lib/clients/remembered';
import { self } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { logger } from '@/lib/log';
import { sessionIsLive, standing, standsLive } from '@/lib/sessions/live';
import type { StoredTokens } from '@/lib/tokens/issue';
import type { NewTokens } from '@/lib/tokens/mint';
import type { RefreshTokenState } from '@/lib/tokens/rules';
import {
  type AccessTokenFacts,
  accessColumns,
  resourcesWithin,
  scopesWithin,
  selectStoredTokens,
  standingColumns,
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

export type Rotation = NewAccessToken & {
  hash: Buffer;
  clientId: string;
  /** The client must still be of this version; null: of whichever. */
  clientVersion: number | null;
  /** The key that the next refresh token is bound to. */
  refreshDpopJkt: string | null;
};

/**
 * Rotation is this one statement (I4): the token is marked used only if it was not, and only then its successors are
 * stored. The access token gets no more than the session has, and its organization and `rotation` allow. Null: it was used,
 * expired or its session ended before we came, or it is bound to another key, so look (again).
 */
export async function rotateRefreshToken(
  ctx: RequestContext,
  rotation: Rotation,
): Promise<StoredTokens | null> {
  const rows = await runStatement<StoredTokens>(
    'rotate_refresh_token',
    `WITH s AS (
       UPDATE refresh_tokens r SET used_at = $3, successor_hash = $4::bytea, successor_access_hash = $6::bytea
         FROM sessions s ${standing}
        WHERE r.hash = $1 AND r.used_at IS NULL AND r.expires_at > $3
          AND s.id = r.session_id AND s.client_id = $2 AND ${standsLive('$3')}
          AND (r.dpop_jkt IS NULL OR r.dpop_jkt = $10)
          AND ($12::int IS NULL OR c.version = $12)
          AND (cardinality(s.resources) = 0 OR s.resources && $9::text[])
       RETURNING ${standingColumns}, s.scopes AS session_scopes, s.resources, o.scope_ceiling, o.session_idle_seconds
     ), refresh AS (
       INSERT INTO refresh_tokens (hash, session_id, dpop_jkt, created_at, expires_at)
       SELECT $4::bytea, "sessionId", $11::text, $3,
              LEAST($5::timestamptz, "sessionExpiresAt", date_trunc('second', $3::timestamptz) + session_idle_seconds * interval '1 second')
         FROM s
     ), a AS (
       INSERT INTO access_tokens (hash, session_id, scopes, audience, dpop_jkt, created_at, expires_at)
       SELECT $6::bytea, "sessionId", ${scopesWithin('session_scopes', '$8::text[]', 'scope_ceiling')}, ${resourcesWithin('resources', '$9::text[]')},
              $10::text, $3, LEAST($7::timestamptz, "sessionExpiresAt") FROM s
       RETURNING scopes, audience, dpop_jkt, created_at, expires_at
     )
     SELECT s.*, ${accessColumns} FROM s CROSS JOIN a`,
    [
      rotation.hash,
      rotation.clientId,
      ctx.now,
      rotation.tokens.refreshHash,
      rotation.tokens.refreshExpiresAt,
      rotation.tokens.accessHash,
      rotation.tokens.accessExpiresAt,
      rotation.scopes,
      rotation.audience,
      rotation.dpopJkt,
      rotation.refreshDpopJkt,
      rotation.clientVersion,
    ],
  );
  const stored = rows[0] ?? null;
  if (stored) noteUse(ctx, stored);
  return stored;
}

/**
 * When and from where its holder last used a session, to the minute. A note of its own, for which nobody waits: each
 * of the indexes of the sessions has to be written for it.
 */
function noteUse(ctx: RequestContext, { sessionId, sessionUsedAt }: TokenSubject, ip = ctx.ip): void {
  if (ctx.now.getTime() - sessionUsedAt.getTime() <= 60_000) return;
  runStatement(
    'note_use_of_session',
    `UPDATE sessions SET last_used_at = $2, last_used_ip = COALESCE($3, last_used_ip)
      WHERE id = $1 AND last_used_at < $2 AND revoked_at IS NULL`,
    [sessionId, ctx.now, ip],
  ).catch((err: unknown) => logger().warn({ err }, 'the use of a session was not noted'));
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

/** A live token of either kind. A refresh token's facts are what its session may have. */
export type LiveToken = StoredTokens & { kind: 'access_token' | 'refresh_token' };

/** Who asks: whoever holds it, or a service that was shown it, by which client. */
export type Asker = 'holder' | { client: Client | null };

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
  const rows = await runStatement<LiveToken & { isCallerCurrent: boolean }>(
    'find_live_token',
    `WITH t AS (
       SELECT 'access_token' AS kind, session_id, scopes, audience, dpop_jkt, created_at, expires_at
         FROM access_tokens WHERE hash = $1 AND expires_at > $2
       UNION ALL
       SELECT 'refresh_token', session_id, NULL, NULL, dpop_jkt, created_at, expires_at
         FROM refresh_tokens WHERE hash = $1 AND expires_at > $2 AND used_at IS NULL
     )
     SELECT live.*, caller.is_current AS "isCallerCurrent"
       FROM (SELECT $3::text IS NULL OR EXISTS (SELECT FROM clients v WHERE v.id = $3 AND v.version = $4::int) AS is_current) caller
       LEFT JOIN (
         SELECT t.kind, ${standingColumns}, COALESCE(t.scopes, s.scopes) AS scopes, COALESCE(t.audience, '{}') AS audience,
                t.dpop_jkt AS "dpopJkt", t.created_at AS "issuedAt", t.expires_at AS "expiresAt"
           FROM t JOIN sessions s ON s.id = t.session_id ${standing}
          WHERE ${standsLive('$2')}
       ) live ON true`,
    [hash, ctx.now, caller?.id ?? null, caller?.version ?? null],
  );
  const { isCallerCurrent, ...live } = rows[0]!;
  if (caller && !isCallerCurrent) await confirmClient(ctx, caller);
  if (!live.kind) return null;
  noteUse(ctx, live, isHolder ? ctx.ip : null);
  // Refresh tokens, and tokens from before there were audiences, are for this server alone.
  return live.audience.length > 0 ? live : { ...live, audience: [self] };
}
