import { type AuditAction, recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import type { RequestContext } from '@/lib/context';
import { newId, randomSecret, sha256 } from '@/lib/crypto';
import { type Db, inLockedTransaction } from '@/lib/db/transaction';
import { env } from '@/lib/env';
import { maySignUp } from '@/lib/login/rules';
import { invitationMail } from '@/lib/mail/invitation-messages';
import { MailError, sendMail } from '@/lib/mail/send';
import {
  deleteInvitation,
  findAddressOf,
  findInvitation,
  findInvitations,
  insertInvitation,
  type PendingInvitation,
  renewInvitation,
} from '@/lib/organizations/invitation-store';
import { type MembershipRole, mayBeGivenBy, mayGive } from '@/lib/organizations/member-rules';
import { isMemberByAddress } from '@/lib/organizations/member-store';
import { membersLock, standingNow } from '@/lib/organizations/standing';
import { findOrganizationId, lockOrganization } from '@/lib/organizations/store';
import { limitMails } from '@/lib/rate-limit/mails';
import { siteName } from '@/lib/settings/branding';

export type { PendingInvitation };

export const invitationLifetimeDays = 7;
const expiry = (now: Date) => new Date(now.getTime() + invitationLifetimeDays * 86_400_000);

/**
 * What came of it. `mail_failed`: the invitation is there, but its mail could not be sent. `not_allowed_here`: SIGN_UP
 * names the domains whose addresses may have an account, and this is of none. `not_by_key`: a key invites members alone.
 */
export type InvitationOutcome =
  | 'invited'
  | 'mail_failed'
  | 'already_invited'
  | 'already_member'
  | 'owners_only'
  | 'not_by_key'
  | 'not_allowed_here'
  | 'disabled'
  | 'unknown';

/** For administrators: whom an organization has invited, and who has not answered yet. Reads only. */
export const listInvitations = adminVerb(
  'organizations:read',
  (ctx, within, slug: string): Promise<PendingInvitation[]> => findInvitations(ctx, within, slug),
);

/** Invite an address, one that `parseAddress` gave, by a mail with a link that works once. Throws 429. */
export const inviteToOrganization = adminVerb(
  'organizations:write',
  async (
    ctx,
    within,
    slug: string,
    invited: { email: string; role: MembershipRole },
  ): Promise<InvitationOutcome> => {
    const { email, role } = invited;
    const token = newToken();
    await limitMails(ctx, email);
    const organizationId = await findOrganizationId(within, slug);
    if (!organizationId) return 'unknown';
    const outcome = await inLockedTransaction(membersLock(organizationId), async (db) => {
      const organization = await lockOrganization(db, within, slug);
      if (!organization) return 'unknown';
      if (organization.disabledAt) return 'disabled';
      if (!mayGive(await standingNow(db, ctx, within, organization.id), role)) return 'owners_only';
      if (!mayBeGivenBy(ctx.actor, role)) return 'not_by_key';
      if (!maySignUp(env().signUp, email, true)) return 'not_allowed_here';
      if (await isMemberByAddress(db, organization.id, email)) return 'already_member';
      const id = newId(ctx.now);
      const invitation = { id, email, role, organizationId: organization.id, createdAt: ctx.now };
      if (!(await insertInvitation(db, { ...invitation, ...renewed(ctx, token) }))) return 'already_invited';
      await record(db, ctx, 'invitation.created', { ...invitation, organization });
      return organization;
    });
    return typeof outcome === 'string'
      ? outcome
      : mailInvitation(ctx, token, { ...invited, organization: outcome });
  },
);

/** The same mail again with a new link, for another seven days; the link before works no more. Throws 429. */
export const resendInvitation = adminVerb(
  'organizations:write',
  async (ctx, within, id: string): Promise<InvitationOutcome> => {
    const token = newToken();
    const found = await findInvitation(within, id);
    if (!found) return 'unknown';
    if (found.organization.disabledAt) return 'disabled';
    if (!mayBeGivenBy(ctx.actor, found.role)) return 'not_by_key';
    await limitMails(ctx, found.email);
    const outcome = await inLockedTransaction(membersLock(found.organization.id), async (db) => {
      if (!mayGive(await standingNow(db, ctx, within, found.organization.id), found.role))
        return 'owners_only';
      if (!(await renewInvitation(db, id, renewed(ctx, token)))) return 'unknown';
      await record(db, ctx, 'invitation.sent_again', found);
      return 'renewed';
    });
    return outcome === 'renewed' ? mailInvitation(ctx, token, found) : outcome;
  },
);

/** Take an invitation back: its link works no more. */
export const withdrawInvitation = adminVerb(
  'organizations:write',
  async (ctx, within, id: string): Promise<'withdrawn' | 'owners_only' | 'unknown'> => {
    const found = await findInvitation(within, id);
    if (!found) return 'unknown';
    return inLockedTransaction(membersLock(found.organization.id), async (db) => {
      if (!mayGive(await standingNow(db, ctx, within, found.organization.id), found.role))
        return 'owners_only';
      if (!(await deleteInvitation(db, id))) return 'unknown';
      await record(db, ctx, 'invitation.withdrawn', found);
      return 'withdrawn';
    });
  },
);

const newToken = (): string => randomSecret().toString('base64url');

const renewed = (ctx: RequestContext, token: string) => ({
  tokenHash: sha256(token),
  expiresAt: expiry(ctx.now),
  invitedById: ctx.actor.type === 'person' || ctx.actor.type === 'api_key' ? ctx.actor.userId : null,
});

type Invited = { email: string; role: MembershipRole; organization: { id: string; name: string } };

/** Whom it was to is in no audit row: addresses are not. */
const record = (
  db: Db,
  ctx: RequestContext,
  action: AuditAction,
  { id, role, organization }: Omit<Invited, 'email'> & { id: string },
): Promise<void> =>
  recordAudit(db, ctx, {
    ...{ action, organizationId: organization.id, detail: { role } },
    target: { type: 'invitation', id },
  });

async function mailInvitation(
  ctx: RequestContext,
  token: string,
  { email, role, organization }: Invited,
): Promise<'invited' | 'mail_failed'> {
  const { publicUrl } = env();
  const by = ctx.actor.type === 'person' ? await findAddressOf(ctx.actor.userId) : null;
  const mail = invitationMail(email, siteName(), {
    ...{ organization: organization.name, role, by, days: invitationLifetimeDays },
    link: `${publicUrl}/invitation?token=${token}`,
  });
  try {
    await sendMail(mail, ctx.now);
    return 'invited';
  } catch (error) {
    if (error instanceof MailError) return 'mail_failed';
    throw error;
  }
}
