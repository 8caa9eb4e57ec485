import { pathWith } from '../../query';
import { pathOfOrganization } from '../organizations/path';

type Left = Record<string, string | undefined>;

/** The page of one key, which asks before it is revoked. */
export const pathOfKey = (id: string): string => `/admin/api-keys/${encodeURIComponent(id)}`;

/** The keys of an organization, and the form of a new one, with what a form left. */
export const pathOfKeys = (slug: string, left: Left = {}): string =>
  pathWith(`${pathOfOrganization(slug)}/keys`, left);
export const pathOfNewKey = (slug: string, left: Left = {}): string =>
  pathWith(`${pathOfOrganization(slug)}/keys/new`, left);
