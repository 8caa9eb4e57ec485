import { decrypt } from '@/lib/crypto';
import { domainOf } from '@/lib/mail/address';
import {
  countIssuers,
  findIssuerOfOrganization,
  findOrganizationOfDomain,
  type OrganizationOfDomain,
} from '@/lib/organizations/issuer-store';

/** An organization's issuer is one of Auth.js's providers, under this id. */
export const providerIdOf = (slug: string): string => `org-${slug}`;
const slugOf = (providerId: string): string | null => /^org-([a-z0-9-]+)$/.exec(providerId)?.[1] ?? null;

/** To which organization an address belongs by its domain, or null. `address` is one that `parseAddress` gave. */
export const findOrganizationOfAddress = (address: string): Promise<OrganizationOfDomain | null> =>
  findOrganizationOfDomain(domainOf(address));

/** The issuer that alone signs people of one domain in: its provider id, and what people call it. */
export type IssuerOfAddress = { id: string; name: string };

/**
 * The issuer with which this address signs in, and with nothing else: no mailed link, no other provider, no passkey
 * goes round it. Null: any way in will do. Every way in asks this.
 */
export async function findIssuerOfAddress(address: string): Promise<IssuerOfAddress | null> {
  const organization = await findOrganizationOfAddress(address);
  return organization?.issuer
    ? { id: providerIdOf(organization.slug), name: organization.issuer.name }
    : null;
}

/** Does any organization name one? */
export const hasAnyIssuer = async (): Promise<boolean> => (await countIssuers()) > 0;

/** Everything to sign in with an organization's issuer. */
export type OpenedIssuer = {
  id: string;
  organizationId: string;
  domains: string[];
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  trustedAmr: string[];
  trustedAcr: string[];
};

/** By its provider id; null when there is none. Throws when AUTH_SECRET is not the one that sealed its secret. */
export async function openIssuer(providerId: string): Promise<OpenedIssuer | null> {
  const slug = slugOf(providerId);
  const row = slug ? await findIssuerOfOrganization(slug) : null;
  if (!row) return null;
  const { clientSecretEncrypted, ...issuer } = row;
  return { ...issuer, id: providerId, clientSecret: decrypt('issuer-secret', clientSecretEncrypted) };
}
