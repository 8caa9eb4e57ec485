import type { Metadata } from 'next';
import { AdminShell } from '@/components/admin-shell';
import { NobodyFound, PeopleList, PeopleSearch } from '@/components/people-list';
import { listPeople, normalizeSearch, peoplePerPage } from '@/lib/accounts/list';
import { pathWith, type Query, readQuery } from '../../query';
import { askedSoon, requireAdmin } from '../../session';
import { pathOfUser } from './path';

export const metadata: Metadata = { title: 'Users' };

export default async function UsersPage({ searchParams }: { searchParams: Query }) {
  const { q } = await readQuery(searchParams, 'q');
  const session = await requireAdmin(pathWith('/admin/users', { q }));
  const search = normalizeSearch(q);
  const { people, hasMore } = await listPeople(search);
  return (
    <AdminShell
      place="users"
      asked={askedSoon(session)}
      title="Users"
      intro="The people who have signed in here, the newest first."
    >
      <PeopleSearch search={search} />
      {people.length > 0 ? (
        <PeopleList people={people.map((person) => ({ ...person, href: pathOfUser(person.id) }))} />
      ) : (
        <NobodyFound search={search} />
      )}
      {hasMore && (
        <p className="text-sm/6 text-muted">
          These are the newest {peoplePerPage}; there are more. Search for whoever is not among them.
        </p>
      )}
    </AdminShell>
  );
}
