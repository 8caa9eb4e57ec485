import type { RequestContext } from '@/lib/context';
import { findOrganizations, type ListedOrganization } from '@/lib/organizations/store';

export type { ListedOrganization };

/** For administrators: every organization, with how many belong to it and the API keys that count. Reads only. */
export const listOrganizations = (ctx: RequestContext): Promise<ListedOrganization[]> =>
  findOrganizations(ctx);
