import { adminVerb } from '@/lib/authority/verb';
import { type Page, pageOf } from '@/lib/db/keyset';
import {
  findOrganization,
  findOrganizations,
  type ListedOrganization,
  type Search,
} from '@/lib/organizations/list-store';
import { directionOf } from '@/lib/organizations/paging';

export type { ListedOrganization };

export const organizationsPerPage = 25;

/** For administrators: organizations by name, with how many belong to each and the API keys that count. Reads only. */
export const listOrganizations = adminVerb(
  'organizations:read',
  async (ctx, within, search: Search): Promise<Page<ListedOrganization, string>> => {
    const found = await findOrganizations(ctx, within, search, organizationsPerPage + 1);
    return pageOf(found, organizationsPerPage, directionOf(search), ({ slug }) => slug);
  },
);

/** The same of one, and how many of its people have no second factor yet; null when there is none of that name. */
export const describeOrganization = adminVerb('organizations:read', (ctx, within, slug: string) =>
  findOrganization(ctx, within, slug),
);

export type OrganizationDetails = NonNullable<Awaited<ReturnType<typeof describeOrganization>>>;
