import type { RequestContext } from '@/lib/context';
import { findOrganizationChoice } from '@/lib/device/organizations';
import { keyOfHash, noteDecision } from '@/lib/device/remembered';
import { decideDeviceGrant, findGrantState } from '@/lib/device/store';
import { isConsentTicket } from '@/lib/device/ticket';
import { wakeDevice } from '@/lib/device/waiting';
import { acrsOf } from '@/lib/login/acr';

/** What became of a click on Allow or Deny. `wrong_organization`: none, or none for which this may be allowed. */
export type DecisionOutcome = 'decided' | 'too_late' | 'wrong_ticket' | 'wrong_organization';

export type Decision = {
  grantId: string;
  ticket: string;
  /** For which organization it is allowed; may be left out by whoever has only one for which it can be. */
  organizationId?: string | null | undefined;
};

/**
 * The person who entered the code allows the device (RFC 8628 §3.3). Only a person in a browser can: with the ticket
 * that their own session was shown (I2).
 */
export const approveDeviceGrant = (ctx: RequestContext, decision: Decision): Promise<DecisionOutcome> =>
  decide(ctx, 'approved', decision);

/** The same for Deny, which is as final. */
export const denyDeviceGrant = (ctx: RequestContext, decision: Decision): Promise<DecisionOutcome> =>
  decide(ctx, 'denied', decision);

async function decide(
  ctx: RequestContext,
  status: 'approved' | 'denied',
  { grantId, ticket, organizationId = null }: Decision,
): Promise<DecisionOutcome> {
  const { actor } = ctx;
  if (actor.type !== 'person' || !isConsentTicket(actor.browserSessionId, grantId, ticket))
    return 'wrong_ticket';
  const { userId, browserSessionId, authenticatedAt, amr } = actor;
  const signIn = { userId, browserSessionId, authenticatedAt, amr, acrs: acrsOf(amr) };
  const decision = { grantId, status, organizationId, ...signIn };
  const deviceCodeHash = await decideDeviceGrant(ctx, decision);
  if (deviceCodeHash) {
    // The database tells all nodes; this one knows already.
    const key = keyOfHash(deviceCodeHash);
    noteDecision(key, status);
    wakeDevice(key);
    return 'decided';
  }
  const person = { userId, isPlatformAdmin: actor.authority.isPlatformAdmin };
  return status === 'approved' && !(await mayChoose(person, grantId, organizationId))
    ? 'wrong_organization'
    : 'too_late';
}

/** Of a request that is decided or gone there is nothing to choose any more. */
async function mayChoose(
  person: { userId: string; isPlatformAdmin: boolean },
  grantId: string,
  organizationId: string | null,
): Promise<boolean> {
  const grant = await findGrantState(grantId);
  if (grant?.status !== 'pending') return true;
  const { possible } = await findOrganizationChoice(person, grant);
  return organizationId ? possible.some(({ id }) => id === organizationId) : possible.length === 1;
}
