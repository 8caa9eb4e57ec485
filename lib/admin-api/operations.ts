import type { Operation } from '@/lib/admin-api/operation';
import { getSession, revokeSession } from '@/lib/admin-api/sessions';
import { getUser, listUsers } from '@/lib/admin-api/users';

/** Everything that the admin API does, in the order in which it is documented. */
export const operations: readonly Operation[] = [listUsers, getUser, getSession, revokeSession];
