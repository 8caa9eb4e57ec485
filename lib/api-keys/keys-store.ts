import type { Within } from '@/lib/authority/rules';
import { prisma } from '@/lib/db/prisma';
import type { Db } from '@/lib/db/transaction';

/** Whose a key is. */
export type KeyOwner = { userId: string } | { organizationId: string };

/** A key as whoever may see it sees it; never what it is, nor what it hashes to. */
const listed = {
  ...{ id: true, name: true, scopes: true, hint: true, managedByFile: true },
  ...{ createdAt: true, expiresAt: true, lastUsedAt: true, revokedAt: true },
} as const;

export type ListedKey = {
  id: string;
  name: string;
  scopes: string[];
  /** Its first letters; null where CLIENTS_FILE declared it. */
  hint: string | null;
  managedByFile: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

const isLive = (now: Date) => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

/** Those that count and those that have expired, the newest first; what was revoked is over. */
export const findKeysOf = (owner: KeyOwner): Promise<ListedKey[]> =>
  prisma().apiKey.findMany({
    where: { ...owner, revokedAt: null },
    select: listed,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 500,
  });

export const countLiveKeysOf = (db: Db, owner: KeyOwner, now: Date): Promise<number> =>
  db.apiKey.count({ where: { ...owner, ...isLive(now) } });

export type KeyDetails = ListedKey & {
  userId: string | null;
  user: { email: string } | null;
  organization: { id: string; slug: string; name: string } | null;
};

/** One of any owner's in reach; a person's is in that of platform admins alone. */
export const findKey = (within: Within, id: string): Promise<KeyDetails | null> =>
  prisma().apiKey.findFirst({
    where: { id, ...(within && { organizationId: { in: [...within] } }) },
    select: {
      ...listed,
      userId: true,
      user: { select: { email: true } },
      organization: { select: { id: true, slug: true, name: true } },
    },
  });

export async function findOrganizationForKeys(within: Within, slug: string) {
  return prisma().organization.findFirst({
    where: { slug, ...(within && { id: { in: [...within] } }) },
    select: { id: true, slug: true, name: true, disabledAt: true },
  });
}

export type RevokedKey = { id: string; name: string; userId: string | null; organizationId: string | null };

/** Revoke a key that is not revoked, and that no file declares. Null: there is none such in reach. */
export async function revokeKey(
  db: Db,
  now: Date,
  id: string,
  reach: { owner: KeyOwner } | { within: Within },
): Promise<RevokedKey | null> {
  const inReach =
    'owner' in reach ? reach.owner : reach.within ? { organizationId: { in: [...reach.within] } } : {};
  const [row] = await db.apiKey.updateManyAndReturn({
    where: { id, revokedAt: null, managedByFile: false, ...inReach },
    data: { revokedAt: now },
    select: { id: true, name: true, userId: true, organizationId: true },
  });
  return row ?? null;
}

/** Every key of a person's, for whoever takes their account back. Returns those that were not revoked before. */
export const revokeKeysOf = (db: Db, now: Date, userId: string): Promise<{ id: string; name: string }[]> =>
  db.apiKey.updateManyAndReturn({
    where: { userId, revokedAt: null },
    data: { revokedAt: now },
    select: { id: true, name: true },
  });
