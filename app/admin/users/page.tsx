import type { Metadata } from 'next';
import { NobodyFound, PeopleList, PeopleSearch } from '@/components/people-list';
import { listPeople, normalizeSearch, peoplePerPage } from '@/lib/accounts/list';
import { pathWith, type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { pathOfUser } from './path';

export const metadata: Metadata = { title: 'Users' };

export default async function UsersPage({ searchParams }: { searchParams: Query }) {
  const { q } = await readQuery(searchParams, 'q');
  const session = await requireAdmin(pathWith('/admin/users', { q }), { permission: 'people:read' });
  const search = normalizeSearch(q);
  const { people, hasMore } = await listPeople(session.ctx, search);
  return (
    <AdminPage
      place="users"
      session={session}
      title="Users"
      intro="Everybody who has an account here, the newest first."
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
    </AdminPage>
  );
}
