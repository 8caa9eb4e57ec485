import {
  findPeople,
  findPersonDetails,
  type ListedPerson,
  type PersonDetails,
} from '@/lib/accounts/people-store';
import { adminVerb } from '@/lib/authority/verb';

export type { ListedPerson, PersonDetails };

export const peoplePerPage = 50;

/** What was typed, as it is looked for: what no address and no name holds is nothing to look for. */
export const normalizeSearch = (typed: string | undefined): string =>
  (typed ?? '').replace(/\p{Cc}/gu, '').trim();

/** For administrators: the people whose address or name holds it, the newest first, and whether there are more. Reads only. */
export const listPeople = adminVerb(
  'people:read',
  async (_ctx, within, search: string): Promise<{ people: ListedPerson[]; hasMore: boolean }> => {
    const found = await findPeople(within, search, peoplePerPage + 1);
    return { people: found.slice(0, peoplePerPage), hasMore: found.length > peoplePerPage };
  },
);

/** The same of one; null when there is none. */
export const describePerson = adminVerb(
  'people:read',
  (_ctx, within, id: string): Promise<PersonDetails | null> => findPersonDetails(within, id),
);
