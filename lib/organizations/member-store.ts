import type { Within } from '@/lib/authority/rules';
import { runStatement } from '@/lib/db/pool';
import { type Db, prisma } from '@/lib/db/prisma';
import { domainOf } from '@/lib/mail/address';
import type { MembershipRole } from '@/lib/organizations/member-rules';
import { type From, isBackwards } from '@/lib/organizations/paging';

/** Somebody who belongs to an organization, as its administrators see them. */
export type Member = {
  id: string;
  name: string | null;
  email: string;
  role: MembershipRole;
  since: Date;
  disabledAt: Date | null;
  hasSecondFactor: boolean;
};

const columns = `u.id, u.name, u.email, m.role, m.created_at AS since, u.disabled_at AS "disabledAt",
            EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id)
              OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasSecondFactor"
       FROM organizations o JOIN memberships m ON m.organization_id = o.id JOIN users u ON u.id = m.user_id
      WHERE o.slug = $1 AND ($2::uuid[] IS NULL OR o.id = ANY($2::uuid[]))`;

/** By address, from one of them on (by id): those whose address or name holds the text, in whatever case. */
export function findMembers(
  within: Within,
  slug: string,
  search: From & { text: string },
  most: number,
): Promise<Member[]> {
  const [compare, order] = isBackwards(search) ? ['<', 'DESC'] : ['>', 'ASC'];
  return runStatement<Member>(
    `find_members_${order}`,
    `SELECT ${columns}
        AND (strpos(u.email, lower($3)) > 0 OR strpos(lower(u.name), lower($3)) > 0)
        AND ($4::uuid IS NULL OR u.email ${compare} (SELECT f.email FROM users f JOIN memberships fm ON fm.user_id = f.id
              WHERE f.id = $4::uuid AND fm.organization_id = o.id))
      ORDER BY u.email ${order} LIMIT $5`,
    [slug, within, search.text, search.after ?? search.before ?? null, most],
  );
}

export async function findMember(within: Within, slug: string, userId: string): Promise<Member | null> {
  const rows = await runStatement<Member>('find_member', `SELECT ${columns} AND u.id = $3`, [
    ...[slug, within, userId],
  ]);
  return rows[0] ?? null;
}

export type Membership = { organizationId: string; userId: string };
const keyOf = (member: Membership) => ({ organizationId_userId: member });

export async function findRole(db: Db, member: Membership): Promise<MembershipRole | null> {
  return (await db.membership.findUnique({ where: keyOf(member) }))?.role ?? null;
}

/**
 * The role that somebody acts in, while they are not disabled, and kept so until this transaction ends: whoever disables or
 * deletes them waits.
 */
export async function holdRole(
  db: Db,
  { organizationId, userId }: Membership,
): Promise<MembershipRole | null> {
  const [row] = await db.$queryRaw<{ role: MembershipRole | null }[]>`
    SELECT m.role FROM users u LEFT JOIN memberships m ON m.user_id = u.id AND m.organization_id = ${organizationId}::uuid
     WHERE u.id = ${userId}::uuid AND u.disabled_at IS NULL FOR SHARE OF u`;
  return row?.role ?? null;
}

/** Is there this membership? Until this transaction ends no device is given tokens for it (device/redeem-store.ts). */
export async function holdMembership(db: Db, { organizationId, userId }: Membership): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT m.role FROM memberships m
     WHERE m.organization_id = ${organizationId}::uuid AND m.user_id = ${userId}::uuid FOR UPDATE`;
  return rows.length > 0;
}

export const isMemberByAddress = async (db: Db, organizationId: string, email: string): Promise<boolean> =>
  (await db.membership.count({ where: { organizationId, user: { email } } })) > 0;

/** Those who can act as owners; whoever is disabled cannot. */
export const countOtherOwners = (db: Db, { organizationId, userId }: Membership): Promise<number> =>
  db.membership.count({
    where: { organizationId, userId: { not: userId }, role: 'owner', user: { disabledAt: null } },
  });

export async function setRole(
  db: Db,
  member: Membership,
  from: MembershipRole,
  to: MembershipRole,
): Promise<boolean> {
  const { count } = await db.membership.updateMany({ where: { ...member, role: from }, data: { role: to } });
  return count === 1;
}

export async function deleteMembership(db: Db, member: Membership): Promise<boolean> {
  return (await db.membership.deleteMany({ where: member })).count === 1;
}

/** Make somebody a member, or more of one than they are. */
export async function putMembership(
  db: Db,
  now: Date,
  { organizationId, userId }: Membership,
  role: MembershipRole,
): Promise<void> {
  // Roles are declared highest first.
  await db.$executeRaw`
    INSERT INTO memberships (organization_id, user_id, role, created_at)
    VALUES (${organizationId}::uuid, ${userId}::uuid, ${role}::membership_role, ${now})
    ON CONFLICT (organization_id, user_id) DO UPDATE SET role = LEAST(memberships.role, EXCLUDED.role)`;
}

/** An organization in its member's own list. */
export type OwnOrganization = {
  id: string;
  slug: string;
  name: string;
  role: MembershipRole;
  since: Date;
  isDisabled: boolean;
  /** It has the domain of their address: they cannot leave it. */
  isByAddress: boolean;
};

/** Does the organization have the domain of this person's address? They would join again at their next sign-in. */
export async function hasDomainOf(db: Db, { organizationId, userId }: Membership): Promise<boolean> {
  const person = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const where = { organizationId, domain: domainOf(person.email) };
  return (await db.emailDomain.count({ where })) > 0;
}

export async function findOwnOrganizations(userId: string): Promise<OwnOrganization[]> {
  const rows = await prisma().membership.findMany({
    where: { userId },
    select: {
      ...{ role: true, createdAt: true, user: { select: { email: true } } },
      organization: { include: { emailDomains: { select: { domain: true } } } },
    },
    orderBy: [{ createdAt: 'asc' }, { organizationId: 'asc' }],
  });
  return rows.map(
    ({ role, createdAt, user, organization: { id, slug, name, disabledAt, emailDomains } }) => ({
      ...{ id, slug, name, role, since: createdAt, isDisabled: disabledAt !== null },
      isByAddress: emailDomains.some(({ domain }) => domain === domainOf(user.email)),
    }),
  );
}
