import type { RequestContext } from '@/lib/context';
import { findOrganization, findOrganizations, type ListedOrganization } from '@/lib/organizations/store';

export type { ListedOrganization };

/** For administrators: every organization, with how many belong to it and the API keys that count. Reads only. */
export const listOrganizations = (ctx: RequestContext): Promise<ListedOrganization[]> =>
  findOrganizations(ctx);

/** The same of one, and how many of its people have no second factor yet; null when there is none of that name. */
export const describeOrganization = (ctx: RequestContext, slug: string) => findOrganization(ctx, slug);
