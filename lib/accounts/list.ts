import {
  findPeople,
  findPersonDetails,
  type ListedPerson,
  type PeopleFilter,
  type PersonDetails,
} from '@/lib/accounts/people-store';
import { holds } from '@/lib/authority/rules';
import { adminVerb } from '@/lib/authority/verb';
import { type Cursor, type Key, pageOf } from '@/lib/db/keyset';
import { findOrganizationsNamed } from '@/lib/sessions/names-store';

export type { ListedPerson, PersonDetails };

export const peoplePerPage = 50;

/** What was typed, as it is looked for: what no address and no name holds is nothing to look for. */
export const normalizeSearch = (typed: string | undefined): string =>
  (typed ?? '').replace(/\p{Cc}/gu, '').trim();

export type PeopleWanted = {
  role?: PeopleFilter['role'];
  state?: PeopleFilter['state'];
  /** Its slug, or the beginning of its name. */
  organization?: string | null;
  organizationId?: string | null;
  /** The whole address. */
  email?: string | null;
  cursor?: Cursor;
  size?: number;
  newestFirst?: boolean;
};

export type PeoplePage = { people: ListedPerson[]; before: Key | null; after: Key | null; hasMore: boolean };

/** For administrators: a page of the people whose address or name holds it, the newest first. Reads only. */
export const listPeople = adminVerb(
  'people:read',
  async (_ctx, within, search: string, wanted: PeopleWanted = {}): Promise<PeoplePage> => {
    const { role = null, state = null, organization = null, organizationId = null, email = null } = wanted;
    const { cursor = null, size = peoplePerPage, newestFirst = true } = wanted;
    // An organization beyond reach is none, whoever of one's own people belongs to it.
    if (organizationId && !holds(within, organizationId))
      return { people: [], before: null, after: null, hasMore: false };
    const meant = organization ? await findOrganizationsNamed(within, organization, peoplePerPage) : null;
    const organizations = organizationId ? [organizationId] : (meant?.map(({ id }) => id) ?? null);
    const filter = { search, role, state, organizations, email };
    const found = await findPeople(within, filter, { cursor, most: size + 1, newestFirst });
    const keyOf = ({ createdAt, id }: ListedPerson): Key => ({ at: createdAt, id });
    const { rows, before, after } = pageOf(found, size, cursor?.direction ?? null, keyOf);
    return { people: rows, before, after, hasMore: after !== null };
  },
);

/** The same of one; null when there is none. */
export const describePerson = adminVerb(
  'people:read',
  (_ctx, within, id: string): Promise<PersonDetails | null> => findPersonDetails(within, id),
);
