import type { Db } from '@/lib/db/prisma';
import type { EndReason } from '@/lib/sessions/store';

/**
 * End everything that a person has for one organization, and what they have allowed for it and no device has redeemed.
 * After the membership is gone, or while it is held: a redemption holds it while it lasts (device/redeem-store.ts), so none
 * slips by.
 */
export async function revokeSessionsOfMember(
  db: Db,
  now: Date,
  member: { userId: string; organizationId: string },
  reason: EndReason,
): Promise<{ id: string; clientId: string }[]> {
  await db.deviceGrant.updateMany({
    where: { ...member, status: 'approved', expiresAt: { gt: now } },
    data: { status: 'denied', decidedAt: now },
  });
  return db.session.updateManyAndReturn({
    where: { ...member, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now, revokedReason: reason },
    select: { id: true, clientId: true },
  });
}

/** Is anything signed in for this organization? */
export const hasLiveSession = async (db: Db, now: Date, organizationId: string): Promise<boolean> =>
  (await db.session.findFirst({
    where: { organizationId, phase: 'open', expiresAt: { gt: now } },
    select: { id: true },
  })) !== null;

/** Sessions per statement, so that none takes long. */
const batch = 5_000;

type Place = { at: Date; id: string };
const first: Place = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' };

/**
 * An organization shortens what its sign-ins may last: those that are there end as if it had been so when they began.
 * All in the caller's transaction; refresh tokens before sessions, as a refresh takes them.
 */
export async function shortenSessions(
  db: Db,
  organizationId: string,
  { lifetimeSeconds, idleSeconds }: { lifetimeSeconds: number | null; idleSeconds: number | null },
): Promise<void> {
  let from: Place | undefined = first;
  while (from) {
    const rows: (Place & { count: number })[] = await db.$queryRaw`
      SELECT max(b.created_at) AS at, (array_agg(b.id ORDER BY b.created_at DESC, b.id DESC))[1] AS id, count(*)::int AS count
        FROM (SELECT id, created_at FROM sessions
               WHERE organization_id = ${organizationId}::uuid AND (created_at, id) > (${from.at}::timestamptz, ${from.id}::uuid)
               ORDER BY created_at, id LIMIT ${batch}) b`;
    const to = rows[0] && rows[0].count > 0 ? rows[0] : undefined;
    if (to && idleSeconds !== null)
      await db.$executeRaw`
        UPDATE refresh_tokens r SET expires_at = date_trunc('second', r.created_at) + ${idleSeconds}::int * interval '1 second'
          FROM sessions s
         WHERE s.id = r.session_id AND s.organization_id = ${organizationId}::uuid AND s.revoked_at IS NULL
           AND (s.created_at, s.id) > (${from.at}::timestamptz, ${from.id}::uuid)
           AND (s.created_at, s.id) <= (${to.at}::timestamptz, ${to.id}::uuid)
           AND r.used_at IS NULL AND r.expires_at > date_trunc('second', r.created_at) + ${idleSeconds}::int * interval '1 second'`;
    if (to && lifetimeSeconds !== null)
      await db.$executeRaw`
        UPDATE sessions s SET expires_at = date_trunc('second', s.created_at) + ${lifetimeSeconds}::int * interval '1 second'
         WHERE s.organization_id = ${organizationId}::uuid AND s.revoked_at IS NULL
           AND (s.created_at, s.id) > (${from.at}::timestamptz, ${from.id}::uuid)
           AND (s.created_at, s.id) <= (${to.at}::timestamptz, ${to.id}::uuid)
           AND s.expires_at > date_trunc('second', s.created_at) + ${lifetimeSeconds}::int * interval '1 second'`;
    from = to;
  }
}
