import type { MembershipRole } from '@/lib/organizations/member-rules';

const words: Record<MembershipRole, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };

export const roleInWords = (role: MembershipRole): string => words[role];

/** For a field in which one is chosen. */
export const rolesToChoose = (roles: readonly MembershipRole[]) =>
  roles.map((role) => ({ value: role, label: words[role] }));

/** What somebody of that role may do. */
export const roleMeans: Record<MembershipRole, string> = {
  owner: 'May change everything in it, other owners too.',
  admin: 'May change its members, invitations and policy, and revoke its devices; not its owners.',
  member: 'May sign devices in for it.',
};
