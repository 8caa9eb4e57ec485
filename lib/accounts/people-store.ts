import type { Within } from '@/lib/authority/rules';
import { runStatement } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';

/** A person in the list of an administrator. */
export type ListedPerson = {
  id: string;
  name: string | null;
  email: string;
  role: 'user' | 'admin';
  disabledAt: Date | null;
  hasSecondFactor: boolean;
};

/** Whose address or name holds `search`, in whatever case, letter by letter; the newest first. */
export const findPeople = (within: Within, search: string, most: number): Promise<ListedPerson[]> =>
  runStatement<ListedPerson>(
    'find_people',
    `SELECT u.id, u.name, u.email, u.role, u.disabled_at AS "disabledAt",
            EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id)
              OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasSecondFactor"
       FROM users u
      WHERE (strpos(u.email, lower($1)) > 0 OR strpos(lower(u.name), lower($1)) > 0)
        AND ($3::uuid[] IS NULL OR EXISTS (SELECT FROM memberships m
                                            WHERE m.user_id = u.id AND m.organization_id = ANY($3::uuid[])))
      ORDER BY u.created_at DESC, u.id DESC LIMIT $2`,
    [search, most, within],
  );

const lastUse = { createdAt: true, lastUsedAt: true } as const;

/** All that an administrator sees of a person; of their factors never what they are. */
export async function findPersonDetails(within: Within, id: string) {
  const inReach = within && { organizationId: { in: [...within] } };
  const row = await prisma().user.findUnique({
    where: { id, ...(inReach && { memberships: { some: inReach } }) },
    select: {
      ...{ id: true, name: true, email: true, emailVerified: true, role: true },
      ...{ disabledAt: true, createdAt: true },
      accounts: { select: { provider: true }, orderBy: { provider: 'asc' } },
      memberships: {
        ...(inReach && { where: inReach }),
        select: { role: true, organization: { select: { slug: true, name: true } } },
        orderBy: { organization: { name: 'asc' } },
      },
      authenticator: { select: lastUse },
      passkeys: { select: { id: true, name: true, ...lastUse }, orderBy: { createdAt: 'asc' } },
      _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
    },
  });
  if (!row) return null;
  const { accounts, memberships, _count, ...person } = row;
  return {
    ...person,
    providers: accounts.map(({ provider }) => provider),
    organizations: memberships.map(({ role, organization }) => ({ ...organization, role })),
    recoveryCodesLeft: _count.recoveryCodes,
  };
}

export type PersonDetails = NonNullable<Awaited<ReturnType<typeof findPersonDetails>>>;
