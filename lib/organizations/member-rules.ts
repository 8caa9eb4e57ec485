import type { Authority, Within } from '@/lib/authority/rules';
import type { Actor } from '@/lib/context';

export const membershipRoles = ['owner', 'admin', 'member'] as const;
export type MembershipRole = (typeof membershipRoles)[number];

/** Roles are declared highest first. */
export const isMore = (role: MembershipRole, than: MembershipRole): boolean =>
  membershipRoles.indexOf(role) < membershipRoles.indexOf(than);

/** As what somebody changes an organization: as one of its own, or for the whole server. */
export type Standing = 'platform' | 'owner' | 'admin';

export function standingIn(authority: Authority, within: Within, organizationId: string): Standing {
  if (within === null) return 'platform';
  return authority.organizations.find(({ id }) => id === organizationId)?.role ?? 'admin';
}

/** An admin makes, changes and removes no owner. */
export const mayGive = (standing: Standing, role: MembershipRole): boolean =>
  role !== 'owner' || standing !== 'admin';

export const rolesToGive = (standing: Standing): MembershipRole[] =>
  membershipRoles.filter((role) => mayGive(standing, role));

/**
 * What may an actor of this kind give, whatever their standing? A key makes nobody an administrator: who got hold of it
 * could outlive it that way.
 */
export const mayBeGivenBy = ({ type }: Actor, role: MembershipRole): boolean =>
  type !== 'api_key' || role === 'member';

export type MemberRefusal = 'owners_only' | 'last_owner';

/**
 * May the role be changed; with `to: null`, may the member be removed? An organization that has an owner keeps one,
 * whoever asks: a platform admin makes another one first.
 */
export function decideMemberChange(
  standing: Standing,
  { from, to, otherOwners }: { from: MembershipRole; to: MembershipRole | null; otherOwners: number },
): 'allowed' | MemberRefusal {
  if (!mayGive(standing, from) || (to !== null && !mayGive(standing, to))) return 'owners_only';
  return from === 'owner' && to !== 'owner' && otherOwners === 0 ? 'last_owner' : 'allowed';
}

/** Whose invitations go when somebody comes to be this: those that they could not make any more. */
export const rolesNoMoreGiven = (now: MembershipRole | null): MembershipRole[] => {
  if (now === null || now === 'member') return [...membershipRoles];
  return membershipRoles.filter((role) => !mayGive(now, role));
};
