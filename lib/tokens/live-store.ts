import { confirmClient } from '@/lib/clients/remembered';
import { self } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { batched } from '@/lib/db/batch';
import { standing, standsLive } from '@/lib/sessions/live';
import type { ClaimsSubject } from '@/lib/tokens/claims';
import { type AccessTokenFacts, standingColumns, type TokenSubject } from '@/lib/tokens/subject';
import { noteUse } from '@/lib/tokens/use-store';

/** A live token of either kind. A refresh token's facts are what its session may have. */
type LiveFacts = AccessTokenFacts & { kind: 'access_token' | 'refresh_token' };

/** The same as its holder is told of it. */
export type LiveToken = LiveFacts & TokenSubject;

/** The same as a service is told of it that was shown it. */
export type ShownToken = LiveFacts & ClaimsSubject & Pick<TokenSubject, 'email' | 'sessionUsedAt'>;

/** `live` finds out which of those asked for are live, whom they are about, and what else is to be known of that. */
const withLive = (asked: string, subject: string): string => `WITH ${asked}, tokens AS (
       SELECT a.n, a.now, 'access_token' AS kind, t.session_id, t.scopes, t.audience, t.dpop_jkt, t.created_at, t.expires_at
         FROM asked a JOIN access_tokens t ON t.hash = a.hash AND t.expires_at > a.now
       UNION ALL
       SELECT a.n, a.now, 'refresh_token', t.session_id, NULL, NULL, t.dpop_jkt, t.created_at, t.expires_at
         FROM asked a JOIN refresh_tokens t ON t.hash = a.hash AND t.expires_at > a.now AND t.used_at IS NULL
     ), live AS MATERIALIZED (
       SELECT t.n, t.kind, ${subject}, COALESCE(t.scopes, s.scopes) AS scopes, COALESCE(t.audience, '{}') AS audience,
              t.dpop_jkt AS "dpopJkt", t.created_at AS "issuedAt", t.expires_at AS "expiresAt"
         FROM tokens t JOIN sessions s ON s.id = t.session_id ${standing}
        WHERE ${standsLive('t.now')}
     )`;

const findHeld = batched<LiveToken & { n: number }>()(
  'find_live_token',
  { hash: 'bytea', now: 'timestamptz' },
  (asked) => `${withLive(asked, standingColumns())} SELECT * FROM live`,
);

/** A live token that its holder uses here, and whom it is about; null for anything else. Notes that it was used, and from where. */
export async function findLiveToken(ctx: RequestContext, hash: Buffer): Promise<LiveToken | null> {
  const live = await findHeld({ hash, now: ctx.now });
  if (live) noteUse(ctx, live, ctx.ip);
  return live && withAudience(live);
}

const findShown = batched<ShownToken & { n: number; isCallerCurrent: boolean }>()(
  'find_shown_token',
  { hash: 'bytea', now: 'timestamptz', caller_id: 'text', caller_version: 'int' },
  (asked) => `${withLive(
    asked,
    standingColumns([
      ...(['userId', 'email', 'clientId', 'sessionId', 'organizationId'] as const),
      ...(['authenticatedAt', 'acr', 'amr', 'sessionUsedAt'] as const),
    ]),
  )}
     SELECT live.*, a.n, a.caller_id IS NULL OR EXISTS (SELECT FROM clients c WHERE c.id = a.caller_id AND c.version = a.caller_version) AS "isCallerCurrent"
       FROM asked a LEFT JOIN live ON live.n = a.n`,
);

/**
 * A live token that a service was shown, which asks as `client` or with a key of its own; null for anything else. Notes
 * that it was used, though not from where.
 */
export async function findShownToken(
  ctx: RequestContext,
  hash: Buffer,
  client: Client | null,
): Promise<ShownToken | null> {
  const caller = client?.isRemembered ? client : null;
  const { isCallerCurrent, ...live } = (await findShown({
    hash,
    now: ctx.now,
    caller_id: caller?.id ?? null,
    caller_version: caller?.version ?? null,
  }))!;
  if (caller && !isCallerCurrent) await confirmClient(ctx, caller);
  if (!live.kind) return null;
  noteUse(ctx, live, null);
  return withAudience(live);
}

/** Refresh tokens, and tokens from before there were audiences, are for this server alone. */
const withAudience = <Token extends LiveFacts>(live: Token): Token =>
  live.audience.length > 0 ? live : { ...live, audience: [self] };
