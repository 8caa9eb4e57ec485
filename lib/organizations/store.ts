import type { Within } from '@/lib/authority/rules';
import { newId } from '@/lib/crypto';
import { type Db, prisma } from '@/lib/db/prisma';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import type { PolicySince } from '@/lib/organizations/rules';

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

const policy = {
  ...{ secondFactor: true, secondFactorGraceDays: true, secondFactorRequiredSince: true },
  ...{ allowedClients: true, scopeCeiling: true, sessionLifetimeSeconds: true, sessionIdleSeconds: true },
} as const;
const settled = { id: true, slug: true, name: true, managedByFile: true, ...policy } as const;

/** Those of CLIENTS_FILE, and those of these slugs wherever they came from. */
export const findOrganizationsToSettle = (db: Db, slugs: string[]): Promise<OrganizationRow[]> =>
  db.organization.findMany({
    where: { OR: [{ managedByFile: true }, { slug: { in: slugs } }] },
    select: settled,
    orderBy: { slug: 'asc' },
  });

/** Make it unless one of that slug is there. Returns its id, or null. */
export async function insertOrganization(
  db: Db,
  now: Date,
  organization: Partial<Omit<OrganizationRow, 'id'>> & { slug: string; name: string },
): Promise<string | null> {
  const id = newId(now);
  const { count } = await db.organization.createMany({
    data: [{ ...organization, id, createdAt: now }],
    skipDuplicates: true,
  });
  return count === 1 ? id : null;
}

export async function changeOrganization(
  db: Db,
  id: string,
  change: Partial<Omit<OrganizationRow, 'id' | 'slug'> & { disabledAt: Date | null }>,
): Promise<void> {
  await db.organization.update({ where: { id }, data: change });
}

/**
 * Until this transaction ends nobody else changes it, nor are tokens given for it (device/redeem-store.ts). Null: there is
 * none of that slug within reach.
 */
export async function lockOrganization(db: Db, within: Within, slug: string) {
  await db.$executeRaw`
    SELECT id FROM organizations
     WHERE slug = ${slug} AND (${within}::uuid[] IS NULL OR id = ANY(${within}::uuid[])) FOR UPDATE`;
  return db.organization.findFirst({
    where: { slug, ...inReach(within) },
    select: { ...settled, disabledAt: true },
  });
}

export const findOrganizationId = async (within: Within, slug: string): Promise<string | null> =>
  (await prisma().organization.findFirst({ where: { slug, ...inReach(within) }, select: { id: true } }))
    ?.id ?? null;

/** Which of these are no client's id. */
export async function findUnknownClients(ids: string[]): Promise<string[]> {
  const known = await prisma().client.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return ids.filter((id) => !known.some((client) => client.id === id));
}

const inReach = (within: Within) => (within ? { id: { in: [...within] } } : {});
