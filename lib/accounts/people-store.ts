import type { Within } from '@/lib/authority/rules';
import type { Cursor } from '@/lib/db/keyset';
import { runPlanned, runStatement } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { providerIdOf } from '@/lib/organizations/issuer';

/** A person in the list of an administrator. */
export type ListedPerson = {
  id: string;
  name: string | null;
  email: string;
  emailVerified: Date | null;
  image: string | null;
  role: 'user' | 'admin';
  disabledAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** As far as browsers and devices tell that are there still. */
  lastSignInAt: Date | null;
  hasSecondFactor: boolean;
};

export type PeopleFilter = {
  /** What the address or the name holds, in whatever case, letter by letter. */
  search: string;
  role: 'user' | 'admin' | null;
  state: 'enabled' | 'disabled' | null;
  /** Members of one of these. */
  organizations: readonly string[] | null;
  /** The whole address. */
  email: string | null;
};

export type PeoplePageAsked = { cursor: Cursor; most: number; newestFirst: boolean };

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

/** Up to `most` people beyond the cursor, in the order that leads away from it. */
export async function findPeople(
  within: Within,
  filter: PeopleFilter,
  page: PeoplePageAsked,
): Promise<ListedPerson[]> {
  const statement = peopleStatement(within, filter, page);
  const run = ({ text, values }: ReturnType<PeopleStatement>) => runPlanned<ListedPerson>(text, values);
  // An address is one person's, whom an index finds.
  if (filter.email !== null) return run(statement(all, 'anywhere'));
  const soon = await run(statement(latest, 'anywhere'));
  if (soon.length === page.most || (await hasNoMore(page))) return soon;
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

/** Does this page lead from the newer to the older? */
const leadsBack = (cursor: Cursor, newestFirst: boolean): boolean =>
  newestFirst === (cursor?.direction !== 'before');

/** Are the latest all that there are? */
async function hasNoMore({ cursor, newestFirst }: PeoplePageAsked): Promise<boolean> {
  const sign = leadsBack(cursor, newestFirst) ? '<' : '>';
  const [row] = await runPlanned<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM users
      ${cursor ? `WHERE (created_at, id) ${sign} ($1::timestamptz, $2::uuid)` : ''} LIMIT ${mostLookedAt}) l`,
    cursor ? [cursor.key.at, cursor.key.id] : [],
  );
  return row!.count < mostLookedAt;
}

const peopleStatement =
  (within: Within, filter: PeopleFilter, { cursor, most, newestFirst }: PeoplePageAsked): PeopleStatement =>
  (people, part) => {
    const values: unknown[] = [];
    const p = (value: unknown) => `$${values.push(value)}`;
    const word = leadsBack(cursor, newestFirst) ? 'DESC' : 'ASC';
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
      ...(filter.email === null ? [] : [`u.email = ${p(filter.email)}`]),
      ...(filter.organizations ? [memberOf(filter.organizations)] : []),
      ...(within ? [memberOf(within)] : []),
    ];
    const text = `SELECT u.id, u.name, u.email, u.email_verified AS "emailVerified", u.image, u.role,
            u.disabled_at AS "disabledAt", u.created_at AS "createdAt", u.updated_at AS "updatedAt",
            ${lastSignIn(within ? p(within) : 'NULL')} AS "lastSignInAt",
            EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id)
              OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasSecondFactor"
       FROM ${people(beyond, order)} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
      ORDER BY ${order} LIMIT ${most}`;
    return { text, values };
  };

/**
 * When the person `u` signed in last, in a browser that is signed in still or to allow the device that came last; for an
 * organization's administrator to allow one of theirs, since browsers are no organization's.
 */
const lastSignIn = (within: string): string =>
  `GREATEST((SELECT max(b.created_at) FROM browser_sessions b WHERE b.user_id = u.id AND ${within}::uuid[] IS NULL),
            (SELECT s.authenticated_at FROM sessions s
              WHERE s.user_id = u.id AND (${within}::uuid[] IS NULL OR s.organization_id = ANY(${within}::uuid[]))
              ORDER BY s.created_at DESC LIMIT 1))`;

async function findLastSignIn(within: Within, id: string): Promise<Date | null> {
  const [row] = await runStatement<{ at: Date | null }>(
    'find_last_sign_in',
    `SELECT ${lastSignIn('$2')} AS at FROM users u WHERE u.id = $1`,
    [id, within],
  );
  return row?.at ?? null;
}

const lastUse = { createdAt: true, lastUsedAt: true } as const;

/** All that an administrator sees of a person; of their factors never what they are. */
export async function findPersonDetails(within: Within, id: string) {
  const inReach = within && { organizationId: { in: [...within] } };
  const row = await prisma().user.findUnique({
    where: { id, ...(inReach && { memberships: { some: inReach } }) },
    select: {
      ...{ id: true, name: true, email: true, emailVerified: true, role: true },
      ...{ image: true, disabledAt: true, createdAt: true, updatedAt: true },
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
    lastSignInAt: await findLastSignIn(within, id),
    providers: accounts.map(({ provider }) => provider).filter((one) => !inReach || !isForeign(one)),
    organizations: memberships.map(({ role, organization }) => ({ ...organization, role })),
    recoveryCodesLeft: _count.recoveryCodes,
  };
}

export type PersonDetails = NonNullable<Awaited<ReturnType<typeof findPersonDetails>>>;
