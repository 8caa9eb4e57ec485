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
export const findPeople = (search: string, most: number): Promise<ListedPerson[]> =>
  runStatement<ListedPerson>(
    'find_people',
    `SELECT u.id, u.name, u.email, u.role, u.disabled_at AS "disabledAt",
            EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id)
              OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasSecondFactor"
       FROM users u
      WHERE strpos(u.email, lower($1)) > 0 OR strpos(lower(u.name), lower($1)) > 0
      ORDER BY u.created_at DESC, u.id DESC LIMIT $2`,
    [search, most],
  );

const lastUse = { createdAt: true, lastUsedAt: true } as const;

/** All that an administrator sees of a person; of their factors never what they are. */
export async function findPersonDetails(id: string) {
  const row = await prisma().user.findUnique({
    where: { id },
    select: {
      ...{ id: true, name: true, email: true, emailVerified: true, role: true },
      ...{ disabledAt: true, createdAt: true },
      accounts: { select: { provider: true }, orderBy: { provider: 'asc' } },
      memberships: {
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
