import {
  findPeople,
  findPersonDetails,
  type ListedPerson,
  type PersonDetails,
} from '@/lib/accounts/people-store';

export type { ListedPerson, PersonDetails };

export const peoplePerPage = 50;

/** What was typed, as it is looked for: what no address and no name holds is nothing to look for. */
export const normalizeSearch = (typed: string | undefined): string =>
  (typed ?? '').replace(/\p{Cc}/gu, '').trim();

/** For administrators: the people whose address or name holds it, the newest first, and whether there are more. Reads only. */
export async function listPeople(search: string): Promise<{ people: ListedPerson[]; hasMore: boolean }> {
  const found = await findPeople(search, peoplePerPage + 1);
  return { people: found.slice(0, peoplePerPage), hasMore: found.length > peoplePerPage };
}

/** The same of one; null when there is none. */
export const describePerson = (id: string): Promise<PersonDetails | null> => findPersonDetails(id);
