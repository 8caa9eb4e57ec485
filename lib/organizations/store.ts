import { newId } from '@/lib/crypto';
import type { Db } from '@/lib/db/prisma';

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
