import { auditInsert } from '@/lib/audit/store';
import { permissions } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { freshForSeconds } from '@/lib/login/fresh';
import { organizationAllows } from '@/lib/sessions/live';

/** A pending request as the confirmation page shows it. */
export type PendingGrant = {
  id: string;
  clientId: string;
  clientName: string;
  /** What AuthOS's programs call the client; null: its client_id. */
  clientService: string | null;
  /** The SHA-256 of its logo, in hex. */
  clientLogo: string | null;
  publisher: string | null;
  firstParty: boolean;
  scopes: string[];
  /** RFC 8707; `self` is this server. */
  resources: string[];
  claimedName: string | null;
  claimedVersion: string | null;
  claimedUserAgent: string | null;
  ip: string | null;
  network: string | null;
  createdAt: Date;
  expiresAt: Date;
  /** How long the device may stay signed in at most. */
  sessionLifetimeSeconds: number;
  acrValues: string[];
  maxAgeSeconds: number | null;
  /** The organization that the device asked for, by slug or id. */
  organizationHint: string | null;
  /** It may be allowed for that one alone. */
  organizationRequired: boolean;
  /** Its client is for administrators of this server alone. */
  administratorsOnly: boolean;
};

const grantColumns = `g.id, g.client_id AS "clientId", c.name AS "clientName", c.service AS "clientService", encode(c.logo_hash, 'hex') AS "clientLogo",
            c.publisher, c.first_party AS "firstParty",
            g.scopes, g.resources, g.claimed_name AS "claimedName", g.claimed_version AS "claimedVersion",
            g.claimed_user_agent AS "claimedUserAgent", g.ip, g.network, g.created_at AS "createdAt", g.expires_at AS "expiresAt",
            c.session_lifetime_seconds AS "sessionLifetimeSeconds", g.acr_values AS "acrValues",
            g.max_age_seconds AS "maxAgeSeconds", g.organization_hint AS "organizationHint",
            g.organization_required AS "organizationRequired", c.administrators_only AS "administratorsOnly"
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

/** Would the device administer something? To allow that is as much as making an API key. */
const givesPermissions = `(EXISTS (SELECT FROM clients c WHERE c.id = g.client_id AND c.administrators_only)
   OR (g.scopes && $16::text[] AND (SELECT all_of_it OR the_organization FROM administers)))`;

/** Has the person of the browser session `b` proved who they are just now? As `decideNextStep` asks it (login/next-step.ts). */
const isFresh = `GREATEST(b.second_factor_at,
   CASE WHEN NOT EXISTS (SELECT FROM authenticators x WHERE x.user_id = $3) AND NOT EXISTS (SELECT FROM passkeys x WHERE x.user_id = $3)
        THEN $5::timestamptz END) > $4::timestamptz - interval '${freshForSeconds} seconds'`;

/** Can this grant `g` be allowed for the organization `o` (SQL)? */
const mayBeFor = `${organizationAllows('g.client_id')} AND (NOT g.organization_required OR o.slug = g.organization_hint)`;

export type Decision = {
  grantId: string;
  status: 'approved' | 'denied';
  userId: string;
  browserSessionId: string;
  authenticatedAt: Date;
  amr: string[];
  /** What that is worth, best first. */
  acrs: string[];
  /** For which organization; null: for the only one that will do. To allow it there must be one. */
  organizationId: string | null;
};

/**
 * Approve or deny: only from pending, by one conditional statement with its audit row (I2, I6). The first decision
 * wins, and the hash of its device code is returned; null means that this one came too late, that to allow it the person must have signed in as the request wants
 * (RFC 9470 §4), that they were signed out meanwhile (whoever signs them out waits for this, or this for them), that
 * they do not belong to the organization or it does not allow the client, or that the client is for administrators and
 * they are none. What only administrators can use is granted to them alone, and only with a fresh factor. The user code
 * is free again.
 */
export async function decideDeviceGrant(ctx: RequestContext, decision: Decision): Promise<Buffer | null> {
  const audit = auditInsert(ctx, {
    from: 'decided',
    action: decision.status === 'approved' ? 'device.approved' : 'device.denied',
    userId: 'decided.user_id',
    clientId: 'decided.client_id',
    organizationId: 'decided.organization_id',
    targetType: 'device_grant',
    targetId: 'decided.id',
    firstParameter: 9,
  });
  const rows = await runStatement<{ hash: Buffer }>(
    `decide_device_grant_${decision.status}`,
    `WITH choice AS (
       SELECT COALESCE($15::uuid, CASE WHEN count(*) = 1 THEN (array_agg(m.organization_id))[1] END) AS id
         FROM device_grants g, memberships m JOIN organizations o ON o.id = m.organization_id
        WHERE g.id = $1 AND m.user_id = $3 AND ${mayBeFor}
     ), administers AS (
       SELECT EXISTS (SELECT FROM users u WHERE u.id = $3 AND u.role = 'admin') AS all_of_it,
              EXISTS (SELECT FROM memberships m WHERE m.user_id = $3 AND m.organization_id = (SELECT id FROM choice)
                         AND m.role <> 'member') AS the_organization
     ), decided AS (
       UPDATE device_grants g
          SET status = $2::device_grant_status, user_id = $3, decided_at = $4, authenticated_at = $5, approved_from_ip = $12,
              user_code_hmac = NULL, amr = $6,
              scopes = CASE WHEN (SELECT all_of_it OR the_organization FROM administers) THEN g.scopes
                            ELSE ARRAY(SELECT one FROM unnest(g.scopes) WITH ORDINALITY AS w (one, place)
                                        WHERE one <> ALL ($16::text[]) ORDER BY place) END,
              acr = COALESCE((SELECT wanted FROM unnest(g.acr_values) WITH ORDINALITY AS w (wanted, place)
                               WHERE wanted = ANY ($7::text[]) ORDER BY place LIMIT 1), ($7::text[])[1]),
              organization_id = (SELECT m.organization_id FROM memberships m WHERE m.user_id = $3 AND m.organization_id = (SELECT id FROM choice))
        WHERE g.id = $1 AND g.status = 'pending' AND g.expires_at > $4
          AND ($2 = 'denied' OR
               ((g.max_age_seconds IS NULL OR $5 >= LEAST(g.created_at, $4 - make_interval(secs => g.max_age_seconds)))
                AND (cardinality(g.acr_values) = 0 OR g.acr_values && $7::text[])
                AND EXISTS (SELECT FROM browser_sessions b WHERE b.id = $8 AND b.user_id = $3 AND b.expires > $4
                              AND (NOT ${givesPermissions} OR ${isFresh}) FOR SHARE)
                AND EXISTS (SELECT FROM memberships m JOIN organizations o ON o.id = m.organization_id
                             WHERE m.user_id = $3 AND m.organization_id = (SELECT id FROM choice) AND ${mayBeFor})
                AND ((SELECT all_of_it FROM administers)
                     OR NOT EXISTS (SELECT FROM clients c WHERE c.id = g.client_id AND c.administrators_only))))
          AND EXISTS (SELECT FROM users u WHERE u.id = $3 AND u.disabled_at IS NULL)
       RETURNING g.id, g.user_id, g.client_id, g.organization_id, g.device_code_hash
     ), audit AS (${audit.sql})
     SELECT device_code_hash AS hash FROM decided`,
    [
      decision.grantId,
      decision.status,
      decision.userId,
      ctx.now,
      decision.authenticatedAt,
      decision.amr,
      decision.acrs,
      decision.browserSessionId,
      ...audit.values,
      decision.organizationId,
      Object.keys(permissions),
    ],
  );
  return rows[0]?.hash ?? null;
}
