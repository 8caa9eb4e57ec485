import type { RequestContext } from '@/lib/context';
import { bytes } from '@/lib/db/bytes';
import { type Db, prisma } from '@/lib/db/prisma';

/** Where an organization's people sign in, as it is kept. */
export type IssuerRow = {
  issuer: string;
  clientId: string;
  clientSecretEncrypted: Uint8Array;
  name: string;
  trustedAmr: string[];
  trustedAcr: string[];
};

/** What a domain says of whoever has an address there; `issuer` is null where the organization names none. */
export type OrganizationOfDomain = {
  organizationId: string;
  slug: string;
  name: string;
  issuer: { name: string } | null;
};

export async function findOrganizationOfDomain(domain: string): Promise<OrganizationOfDomain | null> {
  const row = await prisma().emailDomain.findUnique({
    where: { domain },
    select: {
      organization: { select: { id: true, slug: true, name: true, issuer: { select: { name: true } } } },
    },
  });
  if (!row) return null;
  const { id, ...organization } = row.organization;
  return { organizationId: id, ...organization };
}

export type IssuerOfOrganization = IssuerRow & { organizationId: string; domains: string[] };

export async function findIssuerOfOrganization(slug: string): Promise<IssuerOfOrganization | null> {
  const row = await prisma().organization.findUnique({
    where: { slug },
    select: { issuer: true, emailDomains: { select: { domain: true } } },
  });
  return row?.issuer ? { ...row.issuer, domains: row.emailDomains.map(({ domain }) => domain) } : null;
}

export const countIssuers = (): Promise<number> => prisma().organizationIssuer.count();

export type SignOnRow = { id: string; slug: string; emailDomains: string[]; issuer: IssuerRow | null };

/** Of these organizations, and of every other that has an issuer or one of these domains. */
export async function findSignOnToSettle(db: Db, ids: string[], domains: string[]): Promise<SignOnRow[]> {
  const hasOne = { emailDomains: { some: { domain: { in: domains } } } };
  const rows = await db.organization.findMany({
    where: { OR: [{ id: { in: ids } }, { issuer: { isNot: null } }, hasOne] },
    select: {
      id: true,
      slug: true,
      issuer: { omit: { organizationId: true } },
      emailDomains: { select: { domain: true }, orderBy: { domain: 'asc' } },
    },
    orderBy: { slug: 'asc' },
  });
  return rows.map((row) => ({ ...row, emailDomains: row.emailDomains.map(({ domain }) => domain) }));
}

export async function deleteEmailDomains(db: Db, organizationId: string, keep: string[]): Promise<void> {
  await db.emailDomain.deleteMany({ where: { organizationId, domain: { notIn: keep } } });
}

export async function addEmailDomains(db: Db, organizationId: string, domains: string[]): Promise<void> {
  await db.emailDomain.createMany({
    data: domains.map((domain) => ({ domain, organizationId })),
    skipDuplicates: true,
  });
}

export async function findEmailDomains(db: Db, organizationId: string): Promise<string[]> {
  const rows = await db.emailDomain.findMany({ where: { organizationId }, orderBy: { domain: 'asc' } });
  return rows.map(({ domain }) => domain);
}

/** Which of these belong to another organization. */
export async function findForeignDomains(
  db: Db,
  organizationId: string,
  domains: string[],
): Promise<string[]> {
  const rows = await db.emailDomain.findMany({
    where: { domain: { in: domains }, organizationId: { not: organizationId } },
  });
  return rows.map(({ domain }) => domain);
}

export async function putIssuer(db: Db, organizationId: string, issuer: IssuerRow | null): Promise<void> {
  if (!issuer) {
    await db.organizationIssuer.deleteMany({ where: { organizationId } });
    return;
  }
  const data = { ...issuer, clientSecretEncrypted: bytes(issuer.clientSecretEncrypted) };
  await db.organizationIssuer.upsert({
    where: { organizationId },
    create: { organizationId, ...data },
    update: data,
  });
}

/** False: they belong to it already. */
export async function addMember(
  db: Db,
  ctx: RequestContext,
  member: { organizationId: string; userId: string },
): Promise<boolean> {
  const { count } = await db.membership.createMany({
    data: [{ ...member, createdAt: ctx.now }],
    skipDuplicates: true,
  });
  return count === 1;
}
