import { endBrowserSessions } from '@/lib/accounts/person-store';
import { recordAudit } from '@/lib/audit/store';
import type { Within } from '@/lib/authority/rules';
import { adminVerb } from '@/lib/authority/verb';
import { isOneself, type RequestContext } from '@/lib/context';
import { type Page, pageOf } from '@/lib/db/keyset';
import { type Db, inLockedTransaction } from '@/lib/db/transaction';
import { withdrawInvitationsOf } from '@/lib/organizations/invitation-store';
import {
  decideMemberChange,
  isMore,
  type MemberRefusal,
  type MembershipRole,
  mayBeGivenBy,
  rolesNoMoreGiven,
} from '@/lib/organizations/member-rules';
import {
  countOtherOwners,
  deleteMembership,
  findMember,
  findMembers,
  findRole,
  hasDomainOf,
  type Member,
  type Membership,
  setRole,
} from '@/lib/organizations/member-store';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { directionOf, type From } from '@/lib/organizations/paging';
import { membersLock, standingNow } from '@/lib/organizations/standing';
import { findOrganizationId } from '@/lib/organizations/store';
import { endSessionsOfMember } from '@/lib/sessions/end';

export type { Member };

export const membersPerPage = 50;

/** For administrators: who belongs to an organization, by address. Reads only. */
export const listMembers = adminVerb(
  'organizations:read',
  async (
    _ctx,
    within,
    slug: string,
    search: From & { text: string; most?: number },
  ): Promise<Page<Member, string>> => {
    const { most = membersPerPage } = search;
    return pageOf(
      await findMembers(within, slug, search, most + 1),
      most,
      directionOf(search),
      ({ id }) => id,
    );
  },
);

/** One of them, or null. */
export const describeMember = adminVerb(
  'organizations:read',
  (_ctx, within, slug: string, userId: string): Promise<Member | null> => findMember(within, slug, userId),
);

/**
 * What came of a change of a member. `not_by_key`: an API key makes nobody an administrator. `default`: everybody belongs
 * to that organization. `by_address`: to this one everybody whose address has its domain.
 */
export type MemberChange =
  | 'changed'
  | 'unchanged'
  | 'unknown'
  | MemberRefusal
  | 'not_by_key'
  | 'default'
  | 'by_address';

/** An administrator makes a member more, or less, than they are. */
export const changeMemberRole = adminVerb(
  'organizations:write',
  (ctx, within, slug: string, userId: string, to: MembershipRole): Promise<MemberChange> =>
    withMember(within, slug, userId, async (db, member, from, otherOwners) => {
      const standing = await standingNow(db, ctx, within, member.organizationId);
      const decision = decideMemberChange(standing, { from, to, otherOwners });
      if (decision !== 'allowed') return decision;
      if (from !== to && !mayBeGivenBy(ctx.actor, to)) return 'not_by_key';
      if (from === to || !(await setRole(db, member, from, to))) return 'unchanged';
      const invitationsWithdrawn = await withdrawInvitationsOf(db, member, rolesNoMoreGiven(to));
      // security.md, “new session id at role change”.
      const rises = isMore(to, from) && !isOneself(ctx, userId);
      const browsers = rises ? await endBrowserSessions(db, userId) : 0;
      await recordMembership(db, ctx, 'membership.changed', member, {
        changes: { role: { from, to } },
        invitationsWithdrawn,
        browsers,
      });
      return 'changed';
    }),
);

/** An administrator removes a member: their sign-ins for the organization end at once, and their invitations go. */
export const removeMember = adminVerb(
  'organizations:write',
  (ctx, within, slug: string, userId: string): Promise<MemberChange> =>
    withMember(within, slug, userId, async (db, member, from, otherOwners) => {
      if (slug === defaultOrganizationSlug) return 'default';
      const standing = await standingNow(db, ctx, within, member.organizationId);
      const decision = decideMemberChange(standing, { from, to: null, otherOwners });
      return decision === 'allowed' ? endMembership(db, ctx, member, from) : decision;
    }),
);

/**
 * A member leaves by themselves; not an organization that has the domain of their address: what it asks of its people, such
 * as a second factor by some day, would begin anew when they join again.
 */
export const leaveOrganization = (ctx: RequestContext, userId: string, slug: string): Promise<MemberChange> =>
  withMember(null, slug, userId, async (db, member, from, otherOwners) => {
    if (slug === defaultOrganizationSlug) return 'default';
    if (await hasDomainOf(db, member)) return 'by_address';
    const decision = decideMemberChange('platform', { from, to: null, otherOwners });
    return decision === 'allowed' ? endMembership(db, ctx, member, from) : decision;
  });

async function endMembership(
  db: Db,
  ctx: RequestContext,
  member: Membership,
  role: MembershipRole,
): Promise<'changed' | 'unknown'> {
  if (!(await deleteMembership(db, member))) return 'unknown';
  const sessionsEnded = await endSessionsOfMember(db, ctx, member);
  const invitationsWithdrawn = await withdrawInvitationsOf(db, member, rolesNoMoreGiven(null));
  await recordMembership(db, ctx, 'membership.removed', member, {
    role,
    sessionsEnded,
    invitationsWithdrawn,
  });
  return 'changed';
}

/** Members of one organization change one at a time, so that two owners do not make each other the last. */
async function withMember(
  within: Within,
  slug: string,
  userId: string,
  change: (db: Db, member: Membership, role: MembershipRole, otherOwners: number) => Promise<MemberChange>,
): Promise<MemberChange> {
  const organizationId = await findOrganizationId(within, slug);
  if (!organizationId) return 'unknown';
  return inLockedTransaction(membersLock(organizationId), async (db) => {
    const member = { organizationId, userId };
    const role = await findRole(db, member);
    return role ? change(db, member, role, await countOtherOwners(db, member)) : 'unknown';
  });
}

const recordMembership = (
  db: Db,
  ctx: RequestContext,
  action: 'membership.changed' | 'membership.removed',
  { organizationId, userId }: Membership,
  detail: NonNullable<Parameters<typeof recordAudit>[2]['detail']>,
): Promise<void> =>
  recordAudit(db, ctx, { action, userId, organizationId, target: { type: 'user', id: userId }, detail });
