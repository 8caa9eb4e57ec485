import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { type Db, prisma } from '@/lib/db/prisma';

export const defaultOrganizationSlug = 'default';

/** Make it unless it is there. */
export async function createDefaultOrganizationOnce(db: Db, now: Date): Promise<void> {
  await db.organization.createMany({
    data: [{ id: newId(now), slug: defaultOrganizationSlug, name: 'Default', createdAt: now }],
    skipDuplicates: true,
  });
}

/** Everybody belongs to the default organization from the first sign-in. */
export async function joinDefaultOrganization(db: Db, userId: string, now: Date): Promise<void> {
  const { id } = await db.organization.findUniqueOrThrow({
    where: { slug: defaultOrganizationSlug },
    select: { id: true },
  });
  await db.membership.createMany({
    data: [{ organizationId: id, userId, createdAt: now }],
    skipDuplicates: true,
  });
}

export type OrganizationRow = { id: string; slug: string; name: string; managedByFile: boolean };

/** Those of CLIENTS_FILE, and those of these slugs wherever they came from. */
export const findOrganizationsToSettle = (db: Db, slugs: string[]): Promise<OrganizationRow[]> =>
  db.organization.findMany({
    where: { OR: [{ managedByFile: true }, { slug: { in: slugs } }] },
    select: { id: true, slug: true, name: true, managedByFile: true },
    orderBy: { slug: 'asc' },
  });

/** Returns its id. */
export async function createOrganization(
  db: Db,
  now: Date,
  { slug, name }: Pick<OrganizationRow, 'slug' | 'name'>,
): Promise<string> {
  const id = newId(now);
  await db.organization.create({ data: { id, slug, name, managedByFile: true, createdAt: now } });
  return id;
}

export async function changeOrganization(
  db: Db,
  id: string,
  change: Pick<OrganizationRow, 'name' | 'managedByFile'>,
): Promise<void> {
  await db.organization.update({ where: { id }, data: change });
}

/** An organization in the list of an administrator; of its API keys those that count, never what they are. */
export type ListedOrganization = {
  id: string;
  slug: string;
  name: string;
  managedByFile: boolean;
  disabledAt: Date | null;
  people: number;
  emailDomains: string[];
  /** Where its people sign in. */
  issuer: { issuer: string; name: string; trustedAmr: string[]; trustedAcr: string[] } | null;
  apiKeys: { id: string; name: string; scopes: string[]; managedByFile: boolean; lastUsedAt: Date | null }[];
};

/** All organizations by name. */
export async function findOrganizations(ctx: RequestContext): Promise<ListedOrganization[]> {
  const rows = await prisma().organization.findMany({
    include: {
      _count: { select: { memberships: true } },
      emailDomains: { select: { domain: true }, orderBy: { domain: 'asc' } },
      issuer: { select: { issuer: true, name: true, trustedAmr: true, trustedAcr: true } },
      apiKeys: {
        where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now } }] },
        select: { id: true, name: true, scopes: true, managedByFile: true, lastUsedAt: true },
        orderBy: { name: 'asc' },
      },
    },
    orderBy: [{ name: 'asc' }, { slug: 'asc' }],
  });
  return rows.map(({ _count, emailDomains, ...row }) => ({
    ...row,
    emailDomains: emailDomains.map(({ domain }) => domain),
    people: _count.memberships,
  }));
}
