import type { Within } from '@/lib/authority/rules';
import type { Cursor } from '@/lib/db/keyset';
import { runPlanned } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { providerIdOf } from '@/lib/organizations/issuer';

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

/** What a statement about people is put together from; `people` is a FROM item `u`. */
type PeopleStatement = (
  people: (beyond: string, order: string) => string,
  part: 'anywhere' | 'beginning',
) => {
  text: string;
  values: unknown[];
};

/** Up to `most` people beyond the cursor, the newest first, or, back from it, the oldest. */
export async function findPeople(
  within: Within,
  filter: PeopleFilter,
  page: { cursor: Cursor; most: number },
): Promise<ListedPerson[]> {
  const statement = peopleStatement(within, filter, page);
  const run = ({ text, values }: ReturnType<PeopleStatement>) => runPlanned<ListedPerson>(text, values);
  const soon = await run(statement(latest, 'anywhere'));
  if (soon.length === page.most || (await hasNoMore(page.cursor))) return soon;
  // Fewer than three letters no trigram has: further back they are looked for at the beginning.
  const isShort = filter.search !== '' && filter.search.length < 3;
  const further = await run(statement(all, isShort ? 'beginning' : 'anywhere'));
  if (!isShort) return further;
  const known = new Set(soon.map(({ id }) => id));
  return [...soon, ...further.filter(({ id }) => !known.has(id))].slice(0, page.most);
}

const all = (beyond: string): string => `(SELECT u.* FROM users u WHERE ${beyond}) u`;
const latest = (beyond: string, order: string): string =>
  `(SELECT u.* FROM users u WHERE ${beyond} ORDER BY ${order} LIMIT ${mostLookedAt}) u`;

/** Are the latest all that there are? */
async function hasNoMore(cursor: Cursor): Promise<boolean> {
  const sign = cursor?.direction === 'before' ? '>' : '<';
  const [row] = await runPlanned<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM users
      ${cursor ? `WHERE (created_at, id) ${sign} ($1::timestamptz, $2::uuid)` : ''} LIMIT ${mostLookedAt}) l`,
    cursor ? [cursor.key.at, cursor.key.id] : [],
  );
  return row!.count < mostLookedAt;
}

const peopleStatement =
  (
    within: Within,
    filter: PeopleFilter,
    { cursor, most }: { cursor: Cursor; most: number },
  ): PeopleStatement =>
  (people, part) => {
    const values: unknown[] = [];
    const p = (value: unknown) => `$${values.push(value)}`;
    const word = cursor?.direction === 'before' ? 'ASC' : 'DESC';
    const order = `u.created_at ${word}, u.id ${word}`;
    const beyond = cursor
      ? `(u.created_at, u.id) ${word === 'ASC' ? '>' : '<'} (${p(cursor.key.at)}::timestamptz, ${p(cursor.key.id)}::uuid)`
      : 'true';
    const memberOf = (ids: readonly string[]) =>
      `EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id AND m.organization_id = ANY(${p(ids)}::uuid[]))`;
    const letters = filter.search.replace(/[\\%_]/g, '\\$&');
    const has = {
      anywhere: () => `(u.email ILIKE ${p(`%${letters}%`)} OR u.name ILIKE ${p(`%${letters}%`)})`,
      beginning: () =>
        `(lower(u.email) LIKE ${p(`${letters.toLowerCase()}%`)} OR lower(u.name) LIKE ${p(`${letters.toLowerCase()}%`)})`,
    };
    const conditions = [
      ...(filter.search ? [has[part]()] : []),
      ...(filter.role ? [`u.role ${filter.role === 'admin' ? '=' : '<>'} 'admin'`] : []),
      ...(filter.state ? [`u.disabled_at IS ${filter.state === 'disabled' ? 'NOT NULL' : 'NULL'}`] : []),
      ...(filter.organizations ? [memberOf(filter.organizations)] : []),
      ...(within ? [memberOf(within)] : []),
    ];
    const text = `SELECT u.id, u.name, u.email, u.role, u.disabled_at AS "disabledAt", u.created_at AS "createdAt",
            EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id)
              OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasSecondFactor"
       FROM ${people(beyond, order)} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
      ORDER BY ${order} LIMIT ${most}`;
    return { text, values };
  };

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
  const isForeign = (provider: string) =>
    provider.startsWith(providerIdOf('')) &&
    !memberships.some(({ organization }) => provider === providerIdOf(organization.slug));
  return {
    ...person,
    providers: accounts.map(({ provider }) => provider).filter((one) => !inReach || !isForeign(one)),
    organizations: memberships.map(({ role, organization }) => ({ ...organization, role })),
    recoveryCodesLeft: _count.recoveryCodes,
  };
}

export type PersonDetails = NonNullable<Awaited<ReturnType<typeof findPersonDetails>>>;
