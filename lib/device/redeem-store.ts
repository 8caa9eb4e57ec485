import { acting, actingColumns, auditInsertOfBatch } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { batched } from '@/lib/db/batch';
import { runStatement } from '@/lib/db/pool';
import { hashOfKey, keyOfHash } from '@/lib/device/remembered';
import type { GrantState } from '@/lib/device/rules';
import { deviceCodeMark } from '@/lib/login/acr';
import { organizationAllows } from '@/lib/sessions/live';
import type { StoredTokens } from '@/lib/tokens/issue';
import { type NewTokens, tokenColumns, tokenRow } from '@/lib/tokens/new-tokens';
import { columnsOfSubject, resourcesWithin, scopesWithin } from '@/lib/tokens/subject';

/** The statements of a poll, apart from those of the pages: the hot ones. */

export type PolledGrant = GrantState & {
  id: string;
  intervalSeconds: number;
  scopes: string[];
  resources: string[];
  dpopJkt: string | null;
};

/** What a poll needs to know. It reads only: a decision never waits for a poll (I3). */
export async function findPolledGrant(deviceCodeHash: Buffer): Promise<PolledGrant | null> {
  const rows = await runStatement<PolledGrant>(
    'find_polled_grant',
    `SELECT id, client_id AS "clientId", status, expires_at AS "expiresAt", redeemed_at AS "redeemedAt",
            interval_seconds AS "intervalSeconds", scopes, resources, dpop_jkt AS "dpopJkt"
       FROM device_grants WHERE device_code_hash = $1`,
    [deviceCodeHash],
  );
  return rows[0] ?? null;
}

/** Which of these have been decided, or have expired; by their keys (remembered.ts). */
export async function findDecided(now: Date, keys: readonly string[]): Promise<string[]> {
  const rows = await runStatement<{ hash: Buffer }>(
    'find_decided',
    `SELECT device_code_hash AS hash FROM device_grants
      WHERE device_code_hash = ANY ($1::bytea[]) AND (status <> 'pending' OR expires_at <= $2)`,
    [keys.map(hashOfKey), now],
  );
  return rows.map(({ hash }) => keyOfHash(hash));
}

export type Claim = {
  deviceCodeHash: Buffer;
  clientId: string;
  /** The client must still be of this version; null: of whichever. */
  clientVersion: number | null;
  sessionId: string;
  /** The most that its tokens may have of the grant's own scopes and resources; for which it must be one of these at least. */
  scopes: string[];
  audience: string[];
  /** The key that the device code and the access token are bound to, and the one for the refresh tokens. */
  dpopJkt: string | null;
  refreshDpopJkt: string | null;
  tokens: NewTokens;
};

const claimAll = batched<StoredTokens & { n: number }>()(
  'claim_device_grant',
  {
    device_code_hash: 'bytea',
    client_id: 'text',
    client_version: 'int',
    session_id: 'uuid',
    session_expires_at: 'timestamptz',
    scopes: 'text[]',
    audience: 'text[]',
    dpop_jkt: 'text',
    refresh_dpop_jkt: 'text',
    ...tokenColumns,
    ...actingColumns,
  },
  (asked) => `WITH ${asked}, claimed AS (
       UPDATE device_grants g SET status = 'redeemed', redeemed_at = a.now
         FROM asked a, users u, clients c
        WHERE g.device_code_hash = a.device_code_hash AND g.client_id = a.client_id AND g.status = 'approved' AND g.expires_at > a.now
          AND (g.dpop_jkt IS NULL OR g.dpop_jkt = a.dpop_jkt)
          AND u.id = g.user_id AND u.disabled_at IS NULL
          AND c.id = g.client_id AND c.disabled_at IS NULL AND (NOT c.administrators_only OR u.role = 'admin')
          AND (a.client_version IS NULL OR c.version = a.client_version)
          AND (cardinality(g.resources) = 0 OR g.resources && a.audience)
          AND (g.organization_id IS NULL OR EXISTS (
                SELECT FROM memberships m JOIN organizations o ON o.id = m.organization_id
                 WHERE m.organization_id = g.organization_id AND m.user_id = g.user_id AND ${organizationAllows('g.client_id')}
                   FOR KEY SHARE OF m))
       RETURNING a.*, g.id AS grant_id, g.user_id, g.organization_id, g.scopes AS asked_scopes, g.resources, g.claimed_name,
                 g.claimed_user_agent, g.ip, g.network, g.approved_from_ip, g.authenticated_at, g.acr, g.amr
     ), policy AS (
       SELECT id, slug, scope_ceiling, session_lifetime_seconds AS lifetime, session_idle_seconds AS idle
         FROM organizations o WHERE o.id IN (SELECT organization_id FROM claimed) FOR SHARE
     ), granted AS (
       SELECT c.*, slug, date_trunc('second', now) + idle * interval '1 second' AS idle_end,
              LEAST(session_expires_at, date_trunc('second', now) + lifetime * interval '1 second') AS session_end,
              amr || '{${deviceCodeMark}}'::text[] AS marked_amr,
              ${scopesWithin('asked_scopes', 'scopes', 'scope_ceiling')} AS granted_scopes,
              ${resourcesWithin('resources', 'audience')} AS granted_audience
         FROM claimed c LEFT JOIN policy p ON p.id = c.organization_id
     ), s AS (
       INSERT INTO sessions (id, user_id, client_id, organization_id, device_grant_id, scopes, resources, device_name, user_agent,
                             ip, network, approved_from_ip, authenticated_at, acr, amr, created_at, last_used_at, last_used_ip, expires_at)
       SELECT session_id, user_id, client_id, organization_id, grant_id, granted_scopes, resources, claimed_name, claimed_user_agent,
              ip, network, approved_from_ip, authenticated_at, acr, marked_amr, now, now, from_ip, session_end FROM granted
     ), access AS (
       INSERT INTO access_tokens (hash, session_id, scopes, audience, dpop_jkt, created_at, expires_at)
       SELECT access_hash, session_id, granted_scopes, granted_audience, dpop_jkt, now, LEAST(access_expires_at, session_end)
         FROM granted
     ), refresh AS (
       INSERT INTO refresh_tokens (hash, session_id, dpop_jkt, created_at, expires_at)
       SELECT refresh_hash, session_id, refresh_dpop_jkt, now, LEAST(refresh_expires_at, session_end, idle_end)
         FROM granted WHERE refresh_hash IS NOT NULL
     ), audit AS (${auditInsertOfBatch({
       from: 'granted',
       action: 'session.created',
       userId: 'user_id',
       clientId: 'client_id',
       organizationId: 'organization_id',
       targetType: 'session',
       targetId: 'session_id',
       // The grant itself is deleted in a day; what was decided about it stays part of the session's history.
       detail: "jsonb_build_object('grant', grant_id::text)",
     })})
     SELECT s.n, ${columnsOfSubject({
       ...{ organizationSlug: 's.slug', organizationRole: 'm.role', sessionId: 's.session_id' },
       ...{ amr: 's.marked_amr', sessionCreatedAt: 's.now', sessionUsedAt: 's.now' },
       ...{ sessionExpiresAt: 's.session_end', sessionUserAgent: 's.claimed_user_agent' },
     })}, s.granted_scopes AS scopes, s.granted_audience AS audience, s.dpop_jkt AS "dpopJkt", s.now AS "issuedAt",
            LEAST(s.access_expires_at, s.session_end) AS "expiresAt"
       FROM granted s JOIN users p ON p.id = s.user_id
       LEFT JOIN memberships m ON m.organization_id = s.organization_id AND m.user_id = s.user_id`,
);

/**
 * Redemption is this one statement (I1): claim the approved grant, and only then make the session, its two tokens and
 * the audit row, all or none. Person, client, organization and membership are checked again in the claim (I6), and what
 * the organization's policy cuts is cut here: whoever takes the membership away, or changes the policy, waits for this, or
 * this for them. Null: not approved any more, so somebody else claimed it, or the person may no longer sign in.
 */
export const claimDeviceGrant = (ctx: RequestContext, claim: Claim): Promise<StoredTokens | null> =>
  claimAll({
    device_code_hash: claim.deviceCodeHash,
    client_id: claim.clientId,
    client_version: claim.clientVersion,
    session_id: claim.sessionId,
    session_expires_at: claim.tokens.sessionExpiresAt,
    scopes: claim.scopes,
    audience: claim.audience,
    dpop_jkt: claim.dpopJkt,
    refresh_dpop_jkt: claim.refreshDpopJkt,
    ...tokenRow(claim.tokens),
    ...acting(ctx),
  });
