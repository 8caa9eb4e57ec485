import { getClient, getClients } from '@/lib/admin-api/clients';
import type { Operation } from '@/lib/admin-api/operation';
import { getOrganization, getOrganizations } from '@/lib/admin-api/organizations';
import { getSession, revokeSession } from '@/lib/admin-api/sessions';
import { getUser, listUsers } from '@/lib/admin-api/users';

/** Everything that the admin API does, in the order in which it is documented. */
export const operations: readonly Operation[] = [
  ...[listUsers, getUser],
  ...[getSession, revokeSession],
  ...[getOrganizations, getOrganization],
  ...[getClients, getClient],
];
