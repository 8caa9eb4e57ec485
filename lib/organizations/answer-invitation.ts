import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import {
  claimInvitation,
  countInvitationsTo,
  findAddressOf,
  findInvitationByToken,
  findInvitationsTo,
} from '@/lib/organizations/invitation-store';
import type { MembershipRole } from '@/lib/organizations/member-rules';
import { findOwnOrganizations, type OwnOrganization, putMembership } from '@/lib/organizations/member-store';

/** An invitation as whoever is invited sees it. */
export type ShownInvitation = {
  id: string;
  email: string;
  role: MembershipRole;
  organization: { slug: string; name: string };
  /** The address of who invites, where a person did. */
  by: string | null;
  expiresAt: Date;
};

type Found = NonNullable<Awaited<ReturnType<typeof findInvitationByToken>>>;

const show = async ({ invitedById, ...found }: Found): Promise<ShownInvitation> => ({
  ...found,
  by: invitedById && (await findAddressOf(invitedById)),
});

/** The invitation of a mailed link; null once it is answered, withdrawn or expired. Reads only. */
export async function findInvitationOfLink(
  ctx: RequestContext,
  token: string,
): Promise<ShownInvitation | null> {
  const found = await findInvitationByToken(ctx.now, sha256(token));
  return found && show(found);
}

/** The organizations of a person, and the invitations to their address, which they must have proved. Reads only. */
export async function listOwnOrganizations(
  ctx: RequestContext,
  userId: string,
): Promise<{ organizations: OwnOrganization[]; invitations: ShownInvitation[] }> {
  const [organizations, invitations] = await Promise.all([
    findOwnOrganizations(userId),
    findInvitationsTo(ctx.now, userId),
  ]);
  return { organizations, invitations: await Promise.all(invitations.map(show)) };
}

/** Is this address invited to anything? Then it may have an account where only the invited may. */
export const isInvited = async (ctx: RequestContext, email: string): Promise<boolean> =>
  (await countInvitationsTo(ctx.now, email)) > 0;

/** By the mailed token, or one of {@link listOwnOrganizations}. */
export type Answered = { token: string } | { id: string };

/**
 * Accept: the invitation is used up and the membership made, together, once. Null: it is answered, withdrawn or expired,
 * or is not to this person’s address.
 */
export const acceptInvitation = (
  ctx: RequestContext,
  userId: string,
  answered: Answered,
): Promise<{ role: MembershipRole } | null> => answer(ctx, userId, answered, 'accepted');

/** The same for Decline. */
export const declineInvitation = (
  ctx: RequestContext,
  userId: string,
  answered: Answered,
): Promise<{ role: MembershipRole } | null> => answer(ctx, userId, answered, 'declined');

const answer = (ctx: RequestContext, userId: string, answered: Answered, what: 'accepted' | 'declined') =>
  inTransaction(async (db) => {
    const which = 'token' in answered ? { tokenHash: sha256(answered.token) } : answered;
    const claimed = await claimInvitation(db, ctx.now, userId, which);
    if (!claimed) return null;
    const { id, organizationId, role } = claimed;
    await recordAudit(db, ctx, {
      ...{ action: `invitation.${what}` as const, userId, organizationId, detail: { role } },
      target: { type: 'invitation', id },
    });
    if (what === 'declined') return { role };
    await putMembership(db, ctx.now, { organizationId, userId }, role);
    await recordAudit(db, ctx, {
      ...{ action: 'membership.created', userId, organizationId, detail: { role } },
      target: { type: 'organization', id: organizationId },
    });
    return { role };
  });
