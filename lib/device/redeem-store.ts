import { auditInsert } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { hashOfKey, keyOfHash } from '@/lib/device/remembered';
import type { GrantState } from '@/lib/device/rules';
import { deviceCodeMark } from '@/lib/login/acr';
import { organizationAllows } from '@/lib/sessions/live';
import type { StoredTokens } from '@/lib/tokens/issue';
import type { NewTokens } from '@/lib/tokens/mint';
import { resourcesWithin, scopesWithin, selectStoredTokens } from '@/lib/tokens/subject';

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

const scopesGranted = scopesWithin('c.scopes', '$16::text[]', 'p.scope_ceiling');

/**
 * Redemption is this one statement (I1): claim the approved grant, and only then make the session, its two tokens and
 * the audit row, all or none. Person, client, organization and membership are checked again in the claim (I6), and what
 * the organization's policy cuts is cut here: whoever takes the membership away, or changes the policy, waits for this, or
 * this for them. Null: not approved any more, so somebody else claimed it, or the person may no longer sign in.
 */
export async function claimDeviceGrant(ctx: RequestContext, claim: Claim): Promise<StoredTokens | null> {
  const audit = auditInsert(ctx, {
    from: 'claimed',
    action: 'session.created',
    userId: 'claimed.user_id',
    clientId: 'claimed.client_id',
    organizationId: 'claimed.organization_id',
    targetType: 'session',
    targetId: '$4',
    // The grant itself is deleted in a day; what was decided about it stays part of the session's history.
    detail: "jsonb_build_object('grant', claimed.id::text)",
    firstParameter: 10,
  });
  const rows = await runStatement<StoredTokens>(
    'claim_device_grant',
    `WITH claimed AS (
       UPDATE device_grants g SET status = 'redeemed', redeemed_at = $3
         FROM users u, clients c
        WHERE g.device_code_hash = $1 AND g.client_id = $2 AND g.status = 'approved' AND g.expires_at > $3
          AND (g.dpop_jkt IS NULL OR g.dpop_jkt = $18)
          AND u.id = g.user_id AND u.disabled_at IS NULL
          AND c.id = g.client_id AND c.disabled_at IS NULL AND (NOT c.administrators_only OR u.role = 'admin')
          AND ($20::int IS NULL OR c.version = $20)
          AND (cardinality(g.resources) = 0 OR g.resources && $17::text[])
          AND (g.organization_id IS NULL OR EXISTS (
                SELECT FROM memberships m JOIN organizations o ON o.id = m.organization_id
                 WHERE m.organization_id = g.organization_id AND m.user_id = g.user_id AND ${organizationAllows('g.client_id')}
                   FOR KEY SHARE OF m))
       RETURNING g.*
     ), policy AS (
       SELECT id, scope_ceiling, session_lifetime_seconds AS lifetime, session_idle_seconds AS idle
         FROM organizations o WHERE o.id = (SELECT organization_id FROM claimed) FOR SHARE
     ), granted AS (
       SELECT c.*, LEAST($5::timestamptz, date_trunc('second', $3::timestamptz) + p.lifetime * interval '1 second') AS session_end,
              date_trunc('second', $3::timestamptz) + p.idle * interval '1 second' AS idle_end, ${scopesGranted} AS granted_scopes
         FROM claimed c LEFT JOIN policy p ON p.id = c.organization_id
     ), s AS (
       INSERT INTO sessions (id, user_id, client_id, organization_id, device_grant_id, scopes, resources,
                             device_name, user_agent, ip, network, approved_from_ip, authenticated_at, acr, amr, created_at, last_used_at,
                             last_used_ip, expires_at)
       SELECT $4::uuid, user_id, client_id, organization_id, id, granted_scopes, resources,
              claimed_name, claimed_user_agent, ip, network, approved_from_ip, authenticated_at, acr, amr || '{${deviceCodeMark}}'::text[], $3, $3,
              $13::text, session_end FROM granted
       RETURNING *
     ), a AS (
       INSERT INTO access_tokens (hash, session_id, scopes, audience, dpop_jkt, created_at, expires_at)
       SELECT $6::bytea, $4::uuid, granted_scopes, ${resourcesWithin('resources', '$17::text[]')}, $18::text, $3, LEAST($7::timestamptz, session_end)
         FROM granted
       RETURNING scopes, audience, dpop_jkt, created_at, expires_at
     ), refresh AS (
       INSERT INTO refresh_tokens (hash, session_id, dpop_jkt, created_at, expires_at)
       SELECT $8::bytea, $4::uuid, $19::text, $3, LEAST($9::timestamptz, session_end, idle_end) FROM granted WHERE $8::bytea IS NOT NULL
     ), audit AS (${audit.sql})
     ${selectStoredTokens}`,
    [
      claim.deviceCodeHash,
      claim.clientId,
      ctx.now,
      claim.sessionId,
      claim.tokens.sessionExpiresAt,
      claim.tokens.accessHash,
      claim.tokens.accessExpiresAt,
      claim.tokens.refreshHash,
      claim.tokens.refreshExpiresAt,
      ...audit.values,
      claim.scopes,
      claim.audience,
      claim.dpopJkt,
      claim.refreshDpopJkt,
      claim.clientVersion,
    ],
  );
  return rows[0] ?? null;
}
