import type { RequestContext } from '@/lib/context';
import type { Prisma, SigningKey } from '@/lib/db/generated/client';
import { runStatement } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { sessionIsLive } from '@/lib/sessions/live';
import type { NewTokens, TokenSubject } from '@/lib/tokens/issue';
import type { RefreshTokenState } from '@/lib/tokens/rules';

export type PresentedRefreshToken = RefreshTokenState &
  TokenSubject & {
    sessionId: string;
    /** What the session was granted. */
    scopes: string[];
    successorHash: Buffer | null;
    /** The successor's access token, once used: what it carries and when it ends. */
    successorScopes: string[] | null;
    successorAccessExpiresAt: Date | null;
  };

/** Everything a refresh needs to know of the token that was presented. */
export async function findRefreshToken(
  ctx: RequestContext,
  hash: Buffer,
): Promise<PresentedRefreshToken | null> {
  const rows = await runStatement<PresentedRefreshToken>(
    'find_refresh_token',
    `SELECT s.id AS "sessionId", s.client_id AS "clientId", ${sessionIsLive('$2')} AS "isSessionLive", s.scopes,
            r.expires_at AS "expiresAt", r.used_at AS "usedAt", r.successor_hash AS "successorHash",
            a.scopes AS "successorScopes", a.expires_at AS "successorAccessExpiresAt",
            p.id AS "userId", p.name, p.email, p.email_verified IS NOT NULL AS "emailVerified", p.image,
            s.authenticated_at AS "authenticatedAt"
       FROM refresh_tokens r
       JOIN sessions s ON s.id = r.session_id
       JOIN users p ON p.id = s.user_id
       LEFT JOIN access_tokens a ON a.hash = r.successor_access_hash
      WHERE r.hash = $1`,
    [hash, ctx.now],
  );
  return rows[0] ?? null;
}

export type RotatedTokens = TokenSubject & { scopes: string[]; accessExpiresAt: Date };

/**
 * Rotation is this one statement (I4): the token is marked used only if it was not, and only then its successors are
 * stored. Null: it was used, expired or its session ended before we came, so look again.
 */
export async function rotateRefreshToken(
  ctx: RequestContext,
  rotation: { hash: Buffer; clientId: string; scopes: string[]; tokens: NewTokens },
): Promise<RotatedTokens | null> {
  const rows = await runStatement<RotatedTokens>(
    'rotate_refresh_token',
    `WITH rotated AS (
       UPDATE refresh_tokens r SET used_at = $3, successor_hash = $4::bytea, successor_access_hash = $6::bytea
         FROM sessions s
        WHERE r.hash = $1 AND r.used_at IS NULL AND r.expires_at > $3
          AND s.id = r.session_id AND s.client_id = $2 AND ${sessionIsLive('$3')}
       RETURNING s.id, s.user_id, s.expires_at, s.authenticated_at
     ), refresh AS (
       INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at)
       SELECT $4::bytea, id, $3, LEAST($5::timestamptz, expires_at) FROM rotated
     ), access AS (
       INSERT INTO access_tokens (hash, session_id, scopes, created_at, expires_at)
       SELECT $6::bytea, id, $8::text[], $3, LEAST($7::timestamptz, expires_at) FROM rotated
       RETURNING expires_at
     ), touched AS (
       UPDATE sessions SET last_used_at = $3, last_used_ip = $9 FROM rotated WHERE sessions.id = rotated.id
     )
     SELECT $8::text[] AS scopes, (SELECT expires_at FROM access) AS "accessExpiresAt",
            p.id AS "userId", p.name, p.email, p.email_verified IS NOT NULL AS "emailVerified", p.image,
            rotated.authenticated_at AS "authenticatedAt"
       FROM rotated JOIN users p ON p.id = rotated.user_id`,
    [
      rotation.hash,
      rotation.clientId,
      ctx.now,
      rotation.tokens.refreshHash,
      rotation.tokens.refreshExpiresAt,
      rotation.tokens.accessHash,
      rotation.tokens.accessExpiresAt,
      rotation.scopes,
      ctx.ip,
    ],
  );
  return rows[0] ?? null;
}

export type LiveAccessToken = TokenSubject & {
  sessionId: string;
  clientId: string;
  scopes: string[];
  expiresAt: Date;
};

/** A live access token and whom it is about, or null for anything else. Notes when its session was last used, to the minute. */
export async function findLiveAccessToken(
  ctx: RequestContext,
  hash: Buffer,
): Promise<LiveAccessToken | null> {
  const rows = await runStatement<LiveAccessToken>(
    'find_live_access_token',
    `WITH live AS (
       SELECT s.id, s.client_id, s.user_id, s.authenticated_at, a.scopes, a.expires_at
         FROM access_tokens a JOIN sessions s ON s.id = a.session_id
        WHERE a.hash = $1 AND a.expires_at > $2 AND ${sessionIsLive('$2')}
     ), touched AS (
       UPDATE sessions SET last_used_at = $2, last_used_ip = $3
         FROM live WHERE sessions.id = live.id AND sessions.last_used_at < $2 - interval '1 minute'
     )
     SELECT live.id AS "sessionId", live.client_id AS "clientId", live.scopes, live.expires_at AS "expiresAt",
            p.id AS "userId", p.name, p.email, p.email_verified IS NOT NULL AS "emailVerified", p.image,
            live.authenticated_at AS "authenticatedAt"
       FROM live JOIN users p ON p.id = live.user_id`,
    [hash, ctx.now, ctx.ip],
  );
  return rows[0] ?? null;
}

/** The signing keys, newest first. */
export const findSigningKeys = (): Promise<SigningKey[]> =>
  prisma().signingKey.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] });

/** The first key of an installation: of several nodes that come at once, one wins. */
export const insertFirstSigningKey = (
  key: Omit<SigningKey, 'publicJwk'> & { publicJwk: Prisma.InputJsonObject },
): Promise<void> =>
  prisma().$transaction(async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('doorcode first signing key'))`;
    if ((await db.signingKey.count()) === 0)
      await db.signingKey.create({
        data: key,
      });
  });
