import { type AuditAction, auditInsert } from '@/lib/audit/store';
import type { Within } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import type { Db } from '@/lib/db/prisma';
import { sessionIsLive } from '@/lib/sessions/live';

/** A signed-in device as its owner sees it. */
export type DeviceSession = {
  id: string;
  clientName: string;
  publisher: string | null;
  deviceName: string | null;
  userAgent: string | null;
  ip: string | null;
  network: string | null;
  lastUsedIp: string | null;
  organizationName: string | null;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
};

/** The columns of a {@link DeviceSession}, over `s` (sessions), `cl` (clients) and `o` (its organization, if any). */
const deviceColumns = `s.id, cl.name AS "clientName", cl.publisher, s.device_name AS "deviceName", s.user_agent AS "userAgent", s.ip,
            s.network, s.last_used_ip AS "lastUsedIp", o.name AS "organizationName", s.scopes,
            s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt"`;

export const findLiveSessionsOfUser = (ctx: RequestContext, userId: string): Promise<DeviceSession[]> =>
  runStatement<DeviceSession>(
    'find_live_sessions_of_user',
    `SELECT ${deviceColumns}
       FROM sessions s JOIN clients cl ON cl.id = s.client_id
       LEFT JOIN organizations o ON o.id = s.organization_id
      WHERE s.user_id = $1 AND ${sessionIsLive('$2')}
      ORDER BY s.last_used_at DESC, s.id`,
    [userId, ctx.now],
  );

/** A signed-in device as an administrator sees it. */
export type SessionDetails = DeviceSession & {
  clientId: string;
  userId: string;
  email: string;
  personName: string | null;
  organizationId: string | null;
  organizationSlug: string | null;
  /** RFC 8707; `self` is this server. */
  resources: string[];
  amr: string[];
  acr: string | null;
  authenticatedAt: Date;
  approvedFromIp: string | null;
  deviceGrantId: string | null;
  revokedAt: Date | null;
  revokedReason: string | null;
  isLive: boolean;
};

export async function findSession(
  ctx: RequestContext,
  within: Within,
  id: string,
): Promise<SessionDetails | null> {
  const rows = await runStatement<SessionDetails>(
    'find_session',
    `SELECT ${deviceColumns}, s.client_id AS "clientId", s.user_id AS "userId", p.email, p.name AS "personName",
            s.organization_id AS "organizationId", o.slug AS "organizationSlug", s.resources, s.amr, s.acr, s.authenticated_at AS "authenticatedAt",
            s.approved_from_ip AS "approvedFromIp", s.device_grant_id AS "deviceGrantId",
            s.revoked_at AS "revokedAt", s.revoked_reason AS "revokedReason", ${sessionIsLive('$2')} AS "isLive"
       FROM sessions s
       JOIN clients cl ON cl.id = s.client_id
       JOIN users p ON p.id = s.user_id
       LEFT JOIN organizations o ON o.id = s.organization_id
      WHERE s.id = $1 AND ($3::uuid[] IS NULL OR s.organization_id = ANY($3::uuid[]))`,
    [id, ctx.now, within],
  );
  return rows[0] ?? null;
}

/** Which sessions to end: SQL over `s` with `$1`. */
const selections = {
  id: 's.id = $1::uuid',
  ids: 's.id = ANY($1::uuid[])',
  user: 's.user_id = $1::uuid',
  grant: 's.device_grant_id = $1::uuid',
  accessToken: 's.id = (SELECT session_id FROM access_tokens WHERE hash = $1::bytea)',
  refreshToken: 's.id = (SELECT session_id FROM refresh_tokens WHERE hash = $1::bytea)',
} as const;

export type SessionSelection = {
  by: keyof typeof selections;
  value: string | Buffer | readonly string[];
  ofUser?: string;
  ofClient?: string;
  within?: Within;
};

/** Why a session was ended; kept with it and shown in its history. */
export type EndReason =
  | 'signed_out_by_person'
  | 'revoked_by_client'
  | 'refresh_token_reused'
  | 'device_code_replayed'
  | 'client_disabled'
  | 'client_became_public'
  | 'client_became_administrators_only'
  | 'revoked_by_admin'
  | 'address_taken_over'
  | 'left_organization'
  | 'reported_by_person'
  | 'person_disabled'
  | 'signed_out_by_admin'
  | 'no_longer_administrator';

/**
 * End the chosen sessions that have not ended, with one audit row each, in one statement. `ofUser`, `ofClient` and `within`
 * restrict the choice to what the caller may end. Returns how many were ended.
 */
export async function revokeSessions(
  ctx: RequestContext,
  selection: SessionSelection,
  end: { reason: EndReason; action: AuditAction },
): Promise<number> {
  const audit = auditInsert(ctx, {
    from: 'ended',
    action: end.action,
    userId: 'ended.user_id',
    clientId: 'ended.client_id',
    organizationId: 'ended.organization_id',
    targetType: 'session',
    targetId: 'ended.id',
    detail: "jsonb_build_object('reason', $3::text)",
    firstParameter: 7,
  });
  const rows = await runStatement(
    `revoke_sessions_by_${selection.by}_${end.action}`,
    `WITH ended AS (
       UPDATE sessions s SET revoked_at = $2, revoked_reason = $3
        WHERE ${selections[selection.by]} AND s.revoked_at IS NULL
          AND ($4::uuid IS NULL OR s.user_id = $4::uuid) AND ($5::text IS NULL OR s.client_id = $5::text)
          AND ($6::uuid[] IS NULL OR s.organization_id = ANY($6::uuid[]))
       RETURNING s.id, s.user_id, s.client_id, s.organization_id
     ), audit AS (${audit.sql})
     SELECT id FROM ended`,
    [
      selection.value,
      ctx.now,
      end.reason,
      selection.ofUser ?? null,
      selection.ofClient ?? null,
      selection.within ?? null,
      ...audit.values,
    ],
  );
  return rows.length;
}

/** End everything that a person has, in the transaction of what it is for, which audits it. Returns how many sessions. */
export async function revokeSessionsOfPerson(
  db: Db,
  now: Date,
  userId: string,
  reason: EndReason,
): Promise<number> {
  await db.deviceGrant.updateMany({
    where: { userId, status: 'approved', expiresAt: { gt: now } },
    data: { status: 'denied', decidedAt: now },
  });
  const { count } = await db.session.updateMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now, revokedReason: reason },
  });
  return count;
}

/** Deny what a person has allowed and no device has redeemed. First of all, so that none slips by. Returns how many. */
export async function withdrawApprovals(ctx: RequestContext, userId: string): Promise<number> {
  const audit = auditInsert(ctx, {
    from: 'withdrawn',
    action: 'device.denied',
    userId: 'withdrawn.user_id',
    clientId: 'withdrawn.client_id',
    organizationId: 'withdrawn.organization_id',
    targetType: 'device_grant',
    targetId: 'withdrawn.id',
    firstParameter: 3,
  });
  const rows = await runStatement(
    'withdraw_approvals',
    `WITH withdrawn AS (
       UPDATE device_grants SET status = 'denied', decided_at = $2 WHERE user_id = $1 AND status = 'approved' AND expires_at > $2
       RETURNING id, user_id, client_id, organization_id
     ), audit AS (${audit.sql})
     SELECT id FROM withdrawn`,
    [userId, ctx.now, ...audit.values],
  );
  return rows.length;
}

/** How many requests a person has allowed whose device has not come for its tokens yet. */
export async function countWaitingApprovals(ctx: RequestContext, userId: string): Promise<number> {
  const rows = await runStatement<{ count: number }>(
    'count_waiting_approvals',
    `SELECT count(*)::int AS count FROM device_grants WHERE user_id = $1 AND status = 'approved' AND expires_at > $2`,
    [userId, ctx.now],
  );
  return rows[0]!.count;
}
