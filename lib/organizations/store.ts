import type { Within } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { type Db, prisma } from '@/lib/db/prisma';
import type { PolicySince } from '@/lib/organizations/rules';

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

export type OrganizationRow = PolicySince & {
  id: string;
  slug: string;
  name: string;
  managedByFile: boolean;
};

const settled = {
  ...{ id: true, slug: true, name: true, managedByFile: true },
  ...{ secondFactor: true, secondFactorGraceDays: true, secondFactorRequiredSince: true },
} as const;

/** Those of CLIENTS_FILE, and those of these slugs wherever they came from. */
export const findOrganizationsToSettle = (db: Db, slugs: string[]): Promise<OrganizationRow[]> =>
  db.organization.findMany({
    where: { OR: [{ managedByFile: true }, { slug: { in: slugs } }] },
    select: settled,
    orderBy: { slug: 'asc' },
  });

/** Returns its id. */
export async function createOrganization(
  db: Db,
  now: Date,
  organization: Omit<OrganizationRow, 'id'>,
): Promise<string> {
  const id = newId(now);
  await db.organization.create({ data: { ...organization, id, createdAt: now } });
  return id;
}

export async function changeOrganization(
  db: Db,
  id: string,
  change: Partial<Omit<OrganizationRow, 'id' | 'slug'>>,
): Promise<void> {
  await db.organization.update({ where: { id }, data: change });
}

/** Until this transaction ends nobody else changes it. */
export async function lockOrganization(db: Db, slug: string): Promise<OrganizationRow | null> {
  await db.$executeRaw`SELECT id FROM organizations WHERE slug = ${slug} FOR UPDATE`;
  return db.organization.findUnique({ where: { slug }, select: settled });
}

/** An organization in the list of an administrator; of its API keys those that count, never what they are. */
export type ListedOrganization = OrganizationRow & {
  disabledAt: Date | null;
  people: number;
  emailDomains: string[];
  /** Where its people sign in. */
  issuer: { issuer: string; name: string; trustedAmr: string[]; trustedAcr: string[] } | null;
  apiKeys: { id: string; name: string; scopes: string[]; managedByFile: boolean; lastUsedAt: Date | null }[];
};

const listed = (now: Date) => ({
  _count: { select: { memberships: true } },
  emailDomains: { select: { domain: true }, orderBy: { domain: 'asc' as const } },
  issuer: { select: { issuer: true, name: true, trustedAmr: true, trustedAcr: true } },
  apiKeys: {
    where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { id: true, name: true, scopes: true, managedByFile: true, lastUsedAt: true },
    orderBy: { name: 'asc' as const },
  },
});

const listedRow = <Row extends { _count: { memberships: number }; emailDomains: { domain: string }[] }>({
  _count,
  emailDomains,
  ...row
}: Row) => ({
  ...row,
  people: _count.memberships,
  emailDomains: emailDomains.map(({ domain }) => domain),
});

const inReach = (within: Within) => (within ? { id: { in: [...within] } } : {});

/** All organizations by name. */
export async function findOrganizations(ctx: RequestContext, within: Within): Promise<ListedOrganization[]> {
  const rows = await prisma().organization.findMany({
    where: inReach(within),
    include: listed(ctx.now),
    orderBy: [{ name: 'asc' }, { slug: 'asc' }],
  });
  return rows.map(listedRow);
}

/** One of them, and how many of its people have no second factor of ours; who is disabled does not matter. */
export async function findOrganization(
  ctx: RequestContext,
  within: Within,
  slug: string,
): Promise<(ListedOrganization & { createdAt: Date; peopleWithout: number }) | null> {
  const row = await prisma().organization.findFirst({
    where: { slug, ...inReach(within) },
    include: listed(ctx.now),
  });
  if (!row) return null;
  const peopleWithout = await prisma().membership.count({
    where: {
      organizationId: row.id,
      user: { disabledAt: null, authenticator: null, passkeys: { none: {} } },
    },
  });
  return { ...listedRow(row), createdAt: row.createdAt, peopleWithout };
}
