import { auditInsert } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import type { GrantState } from '@/lib/device/rules';
import type { NewTokens, TokenSubject } from '@/lib/tokens/issue';

/** Live grants that one network may have at a time; so many devices behind one address is more than any office. */
const maxPendingPerNetwork = 2_000;

export type NewDeviceGrant = {
  id: string;
  deviceCodeHash: Buffer;
  userCodeHmac: Buffer;
  clientId: string;
  scopes: string[];
  claimedName: string | null;
  claimedVersion: string | null;
  claimedUserAgent: string | null;
  intervalSeconds: number;
  expiresAt: Date;
};

/** Insert a pending grant, unless its user code is another live grant's or its network has too many. */
export async function insertDeviceGrant(
  ctx: RequestContext,
  grant: NewDeviceGrant,
): Promise<'inserted' | 'user_code_taken' | 'too_many_pending'> {
  const rows = await runStatement<{ crowded: boolean; inserted: boolean }>(
    'insert_device_grant',
    `WITH crowd AS (
       SELECT count(*) >= ${maxPendingPerNetwork} AS crowded
         FROM (SELECT FROM device_grants WHERE network = $11 AND expires_at > $12 LIMIT ${maxPendingPerNetwork}) live
     ), inserted AS (
       INSERT INTO device_grants (id, device_code_hash, user_code_hmac, client_id, scopes, claimed_name, claimed_version,
                                  claimed_user_agent, interval_seconds, ip, network, created_at, expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 FROM crowd WHERE NOT crowded
       ON CONFLICT (user_code_hmac) DO NOTHING
       RETURNING id
     )
     SELECT crowded, EXISTS (SELECT FROM inserted) AS inserted FROM crowd`,
    [
      grant.id,
      grant.deviceCodeHash,
      grant.userCodeHmac,
      grant.clientId,
      grant.scopes,
      grant.claimedName,
      grant.claimedVersion,
      grant.claimedUserAgent,
      grant.intervalSeconds,
      ctx.ip,
      ctx.network,
      ctx.now,
      grant.expiresAt,
    ],
  );
  const { crowded, inserted } = rows[0]!;
  if (inserted) return 'inserted';
  return crowded ? 'too_many_pending' : 'user_code_taken';
}

export type PolledGrant = GrantState & { id: string; intervalSeconds: number };

/** What a poll needs to know. It reads only: a decision never waits for a poll (I3). */
export async function findPolledGrant(deviceCodeHash: Buffer): Promise<PolledGrant | null> {
  const rows = await runStatement<PolledGrant>(
    'find_polled_grant',
    `SELECT id, client_id AS "clientId", status, expires_at AS "expiresAt", redeemed_at AS "redeemedAt",
            interval_seconds AS "intervalSeconds"
       FROM device_grants WHERE device_code_hash = $1`,
    [deviceCodeHash],
  );
  return rows[0] ?? null;
}

/** A pending request as the confirmation page shows it. */
export type PendingGrant = {
  id: string;
  clientId: string;
  clientName: string;
  publisher: string | null;
  firstParty: boolean;
  scopes: string[];
  claimedName: string | null;
  claimedVersion: string | null;
  claimedUserAgent: string | null;
  ip: string | null;
  network: string | null;
  createdAt: Date;
  expiresAt: Date;
  /** How long the device may stay signed in at most. */
  sessionLifetimeSeconds: number;
};

const grantColumns = `g.id, g.client_id AS "clientId", c.name AS "clientName", c.publisher, c.first_party AS "firstParty",
            g.scopes, g.claimed_name AS "claimedName", g.claimed_version AS "claimedVersion",
            g.claimed_user_agent AS "claimedUserAgent", g.ip, g.network, g.created_at AS "createdAt", g.expires_at AS "expiresAt",
            c.session_lifetime_seconds AS "sessionLifetimeSeconds"
       FROM device_grants g JOIN clients c ON c.id = g.client_id AND c.disabled_at IS NULL`;

export async function findPendingGrantByUserCode(
  ctx: RequestContext,
  userCodeHmac: Buffer,
): Promise<PendingGrant | null> {
  const rows = await runStatement<PendingGrant>(
    'find_pending_grant_by_user_code',
    `SELECT ${grantColumns} WHERE g.user_code_hmac = $1 AND g.status = 'pending' AND g.expires_at > $2`,
    [userCodeHmac, ctx.now],
  );
  return rows[0] ?? null;
}

/** A grant whatever became of it, with who decided. */
export async function findGrantState(
  id: string,
): Promise<(PendingGrant & { status: string; decidedBy: string | null }) | null> {
  const rows = await runStatement<PendingGrant & { status: string; decidedBy: string | null }>(
    'find_grant_state',
    `SELECT g.status, g.user_id AS "decidedBy", ${grantColumns} WHERE g.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export type Decision = {
  grantId: string;
  status: 'approved' | 'denied';
  userId: string;
  authenticatedAt: Date;
};

/**
 * Approve or deny: only from pending, by one conditional statement with its audit row (I2, I6). The first decision
 * wins; false means that this one came too late. The user code is free again.
 */
export async function decideDeviceGrant(ctx: RequestContext, decision: Decision): Promise<boolean> {
  const audit = auditInsert(ctx, {
    from: 'decided',
    action: decision.status === 'approved' ? 'device.approved' : 'device.denied',
    userId: 'decided.user_id',
    clientId: 'decided.client_id',
    targetType: 'device_grant',
    targetId: 'decided.id',
    firstParameter: 6,
  });
  const rows = await runStatement(
    `decide_device_grant_${decision.status}`,
    `WITH decided AS (
       UPDATE device_grants g
          SET status = $2::device_grant_status, user_id = $3, decided_at = $4, authenticated_at = $5, approved_from_ip = $9,
              user_code_hmac = NULL,
              organization_id = (SELECT m.organization_id FROM memberships m WHERE m.user_id = $3
                                  ORDER BY m.created_at, m.organization_id LIMIT 1)
        WHERE g.id = $1 AND g.status = 'pending' AND g.expires_at > $4
          AND EXISTS (SELECT FROM users u WHERE u.id = $3 AND u.disabled_at IS NULL)
       RETURNING g.id, g.user_id, g.client_id
     ), audit AS (${audit.sql})
     SELECT id FROM decided`,
    [decision.grantId, decision.status, decision.userId, ctx.now, decision.authenticatedAt, ...audit.values],
  );
  return rows.length === 1;
}

export type ClaimedGrant = TokenSubject & { scopes: string[] };

/**
 * Redemption is this one statement (I1): claim the approved grant, and only then make the session, its two tokens and
 * the audit row, all or none. Person, client, organization and membership are checked again in the claim (I6). Null:
 * not approved any more, so somebody else claimed it, or the person may no longer sign in.
 */
export async function claimDeviceGrant(
  ctx: RequestContext,
  claim: { deviceCodeHash: Buffer; clientId: string; sessionId: string; tokens: NewTokens },
): Promise<ClaimedGrant | null> {
  const audit = auditInsert(ctx, {
    from: 'claimed',
    action: 'session.created',
    userId: 'claimed.user_id',
    clientId: 'claimed.client_id',
    targetType: 'session',
    targetId: '$4',
    firstParameter: 10,
  });
  const rows = await runStatement<ClaimedGrant>(
    'claim_device_grant',
    `WITH claimed AS (
       UPDATE device_grants g SET status = 'redeemed', redeemed_at = $3
         FROM users u, clients c
        WHERE g.device_code_hash = $1 AND g.client_id = $2 AND g.status = 'approved' AND g.expires_at > $3
          AND u.id = g.user_id AND u.disabled_at IS NULL
          AND c.id = g.client_id AND c.disabled_at IS NULL
          AND (g.organization_id IS NULL OR EXISTS (
                SELECT FROM memberships m JOIN organizations o ON o.id = m.organization_id
                 WHERE m.organization_id = g.organization_id AND m.user_id = g.user_id AND o.disabled_at IS NULL))
       RETURNING g.*, u.name, u.email, u.email_verified, u.image
     ), session AS (
       INSERT INTO sessions (id, user_id, client_id, organization_id, device_grant_id, scopes, device_name, user_agent, ip,
                             authenticated_at, created_at, last_used_at, last_used_ip, expires_at)
       SELECT $4::uuid, user_id, client_id, organization_id, id, scopes, claimed_name, claimed_user_agent, ip,
              authenticated_at, $3, $3, $13::text, $5::timestamptz FROM claimed
     ), access AS (
       INSERT INTO access_tokens (hash, session_id, scopes, created_at, expires_at)
       SELECT $6::bytea, $4::uuid, scopes, $3, LEAST($7::timestamptz, $5::timestamptz) FROM claimed
     ), refresh AS (
       INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at)
       SELECT $8::bytea, $4::uuid, $3, LEAST($9::timestamptz, $5::timestamptz) FROM claimed WHERE $8::bytea IS NOT NULL
     ), audit AS (${audit.sql})
     SELECT scopes, user_id AS "userId", name, email, email_verified IS NOT NULL AS "emailVerified", image,
            authenticated_at AS "authenticatedAt" FROM claimed`,
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
    ],
  );
  return rows[0] ?? null;
}
