import type { Within } from '@/lib/authority/rules';
import { runOrdered, runStatement } from '@/lib/db/pool';

/** Whom and what a few words mean. An exact address, id or slug means that one alone. */

export type FoundPerson = { id: string; email: string; name: string | null };
export type FoundName = { id: string; slug: string; name: string };

/** So many beginnings are looked at for an administrator of some organizations: not all of them are theirs to see. */
const mostLookedAt = 5_000;

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
const beginning = (typed: string): string => `${typed.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

/** People whose address or name begins so; of an administrator's organizations alone. */
export async function findPeopleBeginning(
  within: Within,
  typed: string,
  most: number,
): Promise<FoundPerson[]> {
  const exact = await runStatement<FoundPerson>(
    'find_person_named',
    `SELECT u.id, u.email, u.name FROM users u
      WHERE ((u.email = lower($1) AND NOT $4) OR ($4 AND u.id = $3::uuid))
        AND ($2::uuid[] IS NULL OR EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id AND m.organization_id = ANY($2::uuid[])))`,
    [typed, within, isId(typed) ? typed : null, isId(typed)],
  );
  if (exact.length > 0) return exact;
  return within ? findMembersBeginning(within, typed, most) : findAnybodyBeginning(typed, most);
}

/** In the order of the indexes, which is that of the letters' codes. */
const begins = (column: string, limit: string): string =>
  `(SELECT u.id, u.email, u.name FROM users u WHERE lower(u.${column}) LIKE $1 ORDER BY lower(u.${column}) USING ~<~ LIMIT ${limit})`;

const findAnybodyBeginning = (typed: string, most: number): Promise<FoundPerson[]> =>
  runOrdered<FoundPerson>(
    `SELECT * FROM (${begins('email', '$2')} UNION ${begins('name', '$2')}) p ORDER BY p.email LIMIT $2`,
    [beginning(typed), most],
  );

/** Members of a small organization are all looked at; of a large one those whose address or name begins so come soon. */
const findMembersBeginning = (
  within: readonly string[],
  typed: string,
  most: number,
): Promise<FoundPerson[]> =>
  runOrdered<FoundPerson>(
    `SELECT * FROM (
       SELECT u.id, u.email, u.name
         FROM (SELECT m.user_id FROM unnest($3::uuid[]) w(id) CROSS JOIN LATERAL
                 (SELECT m.user_id FROM memberships m WHERE m.organization_id = w.id LIMIT ${mostLookedAt}) m) m
         JOIN users u ON u.id = m.user_id
        WHERE lower(u.email) LIKE $1 OR lower(u.name) LIKE $1
       UNION
       SELECT b.id, b.email, b.name FROM (${begins('email', String(mostLookedAt))} UNION ${begins('name', String(mostLookedAt))}) b
        WHERE EXISTS (SELECT FROM memberships m WHERE m.user_id = b.id AND m.organization_id = ANY($3::uuid[]))
     ) p ORDER BY p.email LIMIT $2`,
    [beginning(typed), most, within],
  );

/** For an administrator of some organizations: those by exact id, and those that have sessions in them. */
export async function findClientsNamed(within: Within, typed: string, most: number): Promise<FoundName[]> {
  const found = await runStatement<FoundName>(
    'find_clients_named',
    `SELECT c.id, c.id AS slug, CASE WHEN seen.here THEN c.name ELSE c.id END AS name
       FROM clients c CROSS JOIN LATERAL (SELECT $4::uuid[] IS NULL OR EXISTS (
         SELECT FROM sessions s WHERE s.client_id = c.id AND s.organization_id = ANY($4::uuid[])) AS here) seen
      WHERE c.id = $1 OR (lower(c.name) LIKE $2 AND seen.here) ORDER BY c.id = $1 DESC, c.name, c.id LIMIT $3`,
    [typed, beginning(typed), most, within],
  );
  return found[0]?.id === typed ? [found[0]] : found;
}

export async function findOrganizationsNamed(
  within: Within,
  typed: string,
  most: number,
): Promise<FoundName[]> {
  const found = await runStatement<FoundName>(
    'find_organizations_named',
    `SELECT id, slug, name FROM organizations
      WHERE (slug = $1 OR lower(name) LIKE $2) AND ($4::uuid[] IS NULL OR id = ANY($4::uuid[]))
      ORDER BY slug = $1 DESC, name, id LIMIT $3`,
    [typed, beginning(typed), most, within],
  );
  return found[0]?.slug === typed ? [found[0]] : found;
}

/** For the fields of the form: the first of those that there are. */
export const suggestNames = async (within: Within, most: number) => ({
  // Which clients there are is for administrators of everything.
  clients:
    within === null
      ? await runStatement<FoundName>(
          'suggest_clients',
          'SELECT id, id AS slug, name FROM clients ORDER BY name, id LIMIT $1',
          [most],
        )
      : [],
  organizations: await runStatement<FoundName>(
    'suggest_organizations',
    'SELECT id, slug, name FROM organizations WHERE ($2::uuid[] IS NULL OR id = ANY($2::uuid[])) ORDER BY name, id LIMIT $1',
    [most, within],
  ),
});

/** What people, clients and organizations that are known by id are called. */
export const findNames = async (ids: {
  users: readonly string[];
  clients: readonly string[];
  organizations: readonly string[];
}) => {
  const [row] = await runStatement<{
    users: string[] | null;
    clients: string[] | null;
    organizations: string[] | null;
  }>(
    'find_names',
    `SELECT (SELECT array_agg(email ORDER BY email) FROM users WHERE id = ANY($1::uuid[])) AS users,
            (SELECT array_agg(name ORDER BY name) FROM clients WHERE id = ANY($2::text[])) AS clients,
            (SELECT array_agg(name ORDER BY name) FROM organizations WHERE id = ANY($3::uuid[])) AS organizations`,
    [ids.users, ids.clients, ids.organizations],
  );
  return row!;
};
