import { adminVerb } from '@/lib/authority/verb';
import { findOrganization, findOrganizations, type ListedOrganization } from '@/lib/organizations/store';

export type { ListedOrganization };

/** For administrators: every organization, with how many belong to it and the API keys that count. Reads only. */
export const listOrganizations = adminVerb(
  'organizations:read',
  (ctx, within): Promise<ListedOrganization[]> => findOrganizations(ctx, within),
);

/** The same of one, and how many of its people have no second factor yet; null when there is none of that name. */
export const describeOrganization = adminVerb('organizations:read', (ctx, within, slug: string) =>
  findOrganization(ctx, within, slug),
);
