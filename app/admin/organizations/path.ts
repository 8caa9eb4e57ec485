import { pathWith } from '../../query';

type Left = Record<string, string | undefined>;

/** The page of one, with what a form left. */
export const pathOfOrganization = (slug: string, left: Left = {}): string =>
  pathWith(`/admin/organizations/${encodeURIComponent(slug)}`, left);

export const pathOfMembers = (slug: string, left: Left = {}): string =>
  pathWith(`${pathOfOrganization(slug)}/members`, left);

export const pathOfMember = (slug: string, userId: string, left: Left = {}): string =>
  pathWith(`${pathOfMembers(slug)}/${encodeURIComponent(userId)}`, left);

/** Where a policy that takes from live sign-ins is confirmed: with what was chosen. */
export const pathOfPolicyToConfirm = (slug: string, chosen: Left = {}): string =>
  pathWith(`${pathOfOrganization(slug)}/policy`, chosen);

/** Of a form that names an organization. */
export const mostSlug = 100;
