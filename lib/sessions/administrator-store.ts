import type { Db } from '@/lib/db/prisma';
import type { EndReason } from '@/lib/sessions/store';

/**
 * End everything that a person has of clients that are for administrators alone, and what they have allowed for these and
 * no device has redeemed. After their browsers are signed out, which an approval waits for (device/store.ts), and the
 * grants before the sessions, which a redemption waits for: so none slips by.
 */
export async function revokeSessionsOfAdministrator(
  db: Db,
  now: Date,
  userId: string,
  reason: EndReason,
): Promise<{ id: string; clientId: string; organizationId: string | null }[]> {
  const ofTheirs = { userId, client: { administratorsOnly: true }, expiresAt: { gt: now } };
  await db.deviceGrant.updateMany({
    where: { ...ofTheirs, status: 'approved' },
    data: { status: 'denied', decidedAt: now },
  });
  return db.session.updateManyAndReturn({
    where: { ...ofTheirs, revokedAt: null },
    data: { revokedAt: now, revokedReason: reason },
    select: { id: true, clientId: true, organizationId: true },
  });
}
