import type { Within } from '@/lib/authority/rules';
import type { Cursor } from '@/lib/db/keyset';
import { runPlanned } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';

/** A person in the list of an administrator. */
export type ListedPerson = {
  id: string;
  name: string | null;
  email: string;
  role: 'user' | 'admin';
  disabledAt: Date | null;
  createdAt: Date;
  hasSecondFactor: boolean;
};

export type PeopleFilter = {
  /** What the address or the name holds, in whatever case, letter by letter. */
  search: string;
  role: 'user' | 'admin' | null;
  state: 'enabled' | 'disabled' | null;
  /** Members of one of these. */
  organizations: readonly string[] | null;
};

/** So many of the latest are looked at first: what many have is among them, what few have an index finds. */
const mostLookedAt = 2_000;

/** Up to `most` people beyond the cursor, the newest first, or, back from it, the oldest. */
export async function findPeople(
  within: Within,
  filter: PeopleFilter,
  { cursor, most }: { cursor: Cursor; most: number },
): Promise<ListedPerson[]> {
  const back = cursor?.direction === 'before';
  const values: unknown[] = [];
  const p = (value: unknown) => `$${values.push(value)}`;
  const order = back ? 'ASC' : 'DESC';
  const beyond = cursor
    ? `(u.created_at, u.id) ${back ? '>' : '<'} (${p(cursor.key.at)}::timestamptz, ${p(cursor.key.id)}::uuid)`
    : 'true';
  const memberOf = (ids: readonly string[]) =>
    `EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id AND m.organization_id = ANY(${p(ids)}::uuid[]))`;
  const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
  const conditions = [
    ...(filter.search ? [`(u.email ILIKE ${p(pattern)} OR u.name ILIKE ${p(pattern)})`] : []),
    ...(filter.role === 'admin' ? [`u.role = 'admin'`] : filter.role === 'user' ? [`u.role <> 'admin'`] : []),
    ...(filter.state ? [`u.disabled_at IS ${filter.state === 'disabled' ? 'NOT NULL' : 'NULL'}`] : []),
    ...(filter.organizations ? [memberOf(filter.organizations)] : []),
    ...(within ? [memberOf(within)] : []),
  ].join(' AND ');
  const latest = `(SELECT u.* FROM users u WHERE ${beyond} ORDER BY u.created_at ${order}, u.id ${order} LIMIT ${mostLookedAt}) u`;
  const select = (from: string, where: string) =>
    `SELECT u.id, u.name, u.email, u.role, u.disabled_at AS "disabledAt", u.created_at AS "createdAt",
            EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id)
              OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasSecondFactor"
       FROM ${from} WHERE ${where || 'true'} ORDER BY u.created_at ${order}, u.id ${order} LIMIT ${most}`;
  const soon = await runPlanned<ListedPerson>(select(latest, conditions), values);
  if (soon.length === most || !conditions) return soon;
  return runPlanned<ListedPerson>(select('users u', `${beyond} AND ${conditions}`), values);
}

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
