import type { MembershipRole } from '@/lib/organizations/member-rules';

const words: Record<MembershipRole, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };

export const roleInWords = (role: MembershipRole): string => words[role];

/** For a field in which one is chosen. */
export const rolesToChoose = (roles: readonly MembershipRole[]) =>
  Object.fromEntries(roles.map((role) => [role, words[role]]));

/** What somebody of that role may do: after the word for whom it is said. */
export const roleMeans: Record<MembershipRole, string> = {
  owner: 'may change everything in it, other owners too',
  admin: 'may change its members, invitations and policy, and revoke its devices; not its owners',
  member: 'may sign devices in for it',
};
