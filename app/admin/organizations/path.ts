import { pathWith } from '../../query';

/** The page of one, with what a form left. */
export const pathOfOrganization = (slug: string, left: Record<string, string | undefined> = {}): string =>
  pathWith(`/admin/organizations/${encodeURIComponent(slug)}`, left);
