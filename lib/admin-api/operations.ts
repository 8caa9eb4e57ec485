import { getAuditEvents } from '@/lib/admin-api/audit-events';
import { changeSome, getClient, getClients, makeClient, switchOff, switchOn } from '@/lib/admin-api/clients';
import { deleteMember, getMembers, invite, putMember } from '@/lib/admin-api/members';
import type { Operation } from '@/lib/admin-api/operation';
import {
  changeOrganization,
  disableOrganization,
  enableOrganization,
  getOrganization,
  getOrganizations,
  makeOrganization,
} from '@/lib/admin-api/organizations';
import { getSession, getSessions, revokeSession } from '@/lib/admin-api/sessions';
import { disableUser, enableUser, getUser, listUsers, signOutUser } from '@/lib/admin-api/users';

/** Everything that the admin API does, in the order in which it is documented. */
export const operations: readonly Operation[] = [
  ...[listUsers, getUser, disableUser, enableUser, signOutUser],
  ...[getSessions, getSession, revokeSession],
  ...[getOrganizations, makeOrganization, getOrganization, changeOrganization],
  ...[disableOrganization, enableOrganization],
  ...[getMembers, putMember, deleteMember, invite],
  ...[getClients, makeClient, getClient, changeSome, switchOff, switchOn],
  getAuditEvents,
];
