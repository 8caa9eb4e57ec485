import type { RequestContext } from '@/lib/context';
import { findGrantState, type PendingGrant } from '@/lib/device/store';

/** Where a request stands, for the person who entered its code. */
export type GrantOutcome =
  | { state: 'pending'; grant: PendingGrant }
  | {
      state: 'allowed' | 'denied' | 'decided_by_another' | 'expired';
      clientName: string;
      grant: PendingGrant;
    };

/** Null: the request is gone (purged), or its client is disabled. */
export async function findGrantOutcome(
  ctx: RequestContext,
  userId: string,
  grantId: string,
): Promise<GrantOutcome | null> {
  const row = await findGrantState(grantId);
  if (!row) return null;
  const { status, decidedBy, ...grant } = row;
  const over = { clientName: grant.clientName, grant };
  if (status === 'pending')
    return grant.expiresAt > ctx.now ? { state: 'pending', grant } : { state: 'expired', ...over };
  if (decidedBy !== userId) return { state: 'decided_by_another', ...over };
  if (status === 'denied') return { state: 'denied', ...over };
  // Allowed, but the device never came for its tokens.
  if (status === 'approved' && grant.expiresAt <= ctx.now) return { state: 'expired', ...over };
  return { state: 'allowed', ...over };
}
