import type { Within } from '@/lib/authority/rules';
import type { SessionFilter } from '@/lib/sessions/filter';
import {
  type FoundName,
  type FoundPerson,
  findClientsNamed,
  findOrganizationsNamed,
  findPeopleBeginning,
} from '@/lib/sessions/names-store';
import type { Wanted } from '@/lib/sessions/wanted';

/** Whom the words mean, to be said on the page; null where nothing was typed. */
export type Meant = {
  people: { found: FoundPerson[]; hasMore: boolean } | null;
  clients: FoundName[] | null;
  organizations: FoundName[] | null;
};

/** So many people, clients or organizations a few words mean at most. */
const most = 50;

/** The filter that an administrator means, and may mean: sessions beyond their organizations are not in it. */
export async function resolveFilter(
  within: Within,
  wanted: Wanted,
): Promise<{ filter: SessionFilter; meant: Meant }> {
  const { user, client, organization, networks, state, createdFrom, createdTo, usedFrom, usedTo } = wanted;
  const [people, clients, organizations] = await Promise.all([
    user === null ? null : findPeopleBeginning(within, user, most + 1),
    client === null ? null : findClientsNamed(within, client, most),
    organization === null ? null : findOrganizationsNamed(within, organization, most),
  ]);
  const found = people?.slice(0, most) ?? null;
  return {
    filter: {
      ...{ networks, state, createdFrom, createdTo, usedFrom, usedTo },
      users: found?.map(({ id }) => id) ?? null,
      clients: clients?.map(({ id }) => id) ?? null,
      organizations: organizations?.map(({ id }) => id) ?? within,
    },
    meant: {
      people: found && { found, hasMore: people!.length > most },
      ...{ clients, organizations },
    },
  };
}
