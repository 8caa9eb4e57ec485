import type { RequestContext } from '@/lib/context';
import { decideDeviceGrant } from '@/lib/device/store';
import { isConsentTicket } from '@/lib/device/ticket';
import { acrsOf } from '@/lib/login/acr';

/** What became of a click on Allow or Deny. */
export type DecisionOutcome = 'decided' | 'too_late' | 'wrong_ticket';

/**
 * The person who entered the code allows the device (RFC 8628 §3.3). Only a person in a browser can: with the ticket
 * that their own session was shown (I2).
 */
export const approveDeviceGrant = (
  ctx: RequestContext,
  decision: { grantId: string; ticket: string },
): Promise<DecisionOutcome> => decide(ctx, 'approved', decision);

/** The same for Deny, which is as final. */
export const denyDeviceGrant = (
  ctx: RequestContext,
  decision: { grantId: string; ticket: string },
): Promise<DecisionOutcome> => decide(ctx, 'denied', decision);

async function decide(
  ctx: RequestContext,
  status: 'approved' | 'denied',
  { grantId, ticket }: { grantId: string; ticket: string },
): Promise<DecisionOutcome> {
  const { actor } = ctx;
  if (actor.type !== 'person' || !isConsentTicket(actor.browserSessionId, grantId, ticket))
    return 'wrong_ticket';
  const { userId, browserSessionId, authenticatedAt, amr } = actor;
  const signIn = { userId, browserSessionId, authenticatedAt, amr, acrs: acrsOf(amr) };
  const decision = { grantId, status, ...signIn };
  return (await decideDeviceGrant(ctx, decision)) ? 'decided' : 'too_late';
}
