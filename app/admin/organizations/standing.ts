import { isPermitted, type Permission } from '@/lib/authority/rules';
import { authorityOfPerson, type Person } from '@/lib/login/browser-session';
import { type Standing, standingIn } from '@/lib/organizations/member-rules';

/** As what somebody who administers looks at an organization. */
export function standingOf(person: Person, organizationId: string): Standing {
  const authority = authorityOfPerson(person);
  return standingIn(authority, authority.isPlatformAdmin ? null : [organizationId], organizationId);
}

export const may = (person: Person, permission: Permission): boolean =>
  isPermitted(authorityOfPerson(person), permission);
