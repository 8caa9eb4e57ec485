import type { Metadata } from 'next';
import { Pager } from '@/components/pager';
import { NobodyFound, PeopleList, PeopleSearch } from '@/components/people-list';
import { listPeople, normalizeSearch } from '@/lib/accounts/list';
import { type Key, readCursor, writeKey } from '@/lib/db/keyset';
import { pathWith, type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { pathOfUser } from './path';

export const metadata: Metadata = { title: 'Users' };

const oneOf = <Value extends string>(values: readonly Value[], asked: string | undefined) =>
  values.find((value) => value === asked) ?? null;

export default async function UsersPage({ searchParams }: { searchParams: Query }) {
  const { after, before, ...asked } = await readQuery(
    searchParams,
    ...(['q', 'role', 'state', 'organization', 'after', 'before'] as const),
  );
  const pathOf = (more: Record<string, string | undefined>) =>
    pathWith(
      '/admin/users',
      Object.fromEntries(Object.entries({ ...asked, ...more }).filter(([, value]) => value)),
    );
  const session = await requireAdmin(pathOf({ after, before }), { permission: 'people:read' });
  const search = normalizeSearch(asked.q);
  const role = oneOf(['user', 'admin'] as const, asked.role);
  const state = oneOf(['enabled', 'disabled'] as const, asked.state);
  const organization = normalizeSearch(asked.organization) || null;
  const cursor = readCursor({ after, before });
  const page = await listPeople(session.ctx, search, { role, state, organization, cursor });
  const to = (key: Key | null, name: string) => key && pathOf({ [name]: writeKey(key) });
  return (
    <AdminPage
      place="users"
      session={session}
      title="Users"
      intro={
        session.person.role === 'admin'
          ? 'Everybody who has an account here, the newest first.'
          : 'The people of your organizations, the newest first.'
      }
    >
      <PeopleSearch search={search} filters={{ role, state, organization }} />
      {page.people.length > 0 ? (
        <PeopleList people={page.people.map((person) => ({ ...person, href: pathOfUser(person.id) }))} />
      ) : (
        <NobodyFound search={search} isFiltered={Boolean(role || state || organization || cursor)} />
      )}
      <Pager before={to(page.before, 'before')} after={to(page.after, 'after')} />
    </AdminPage>
  );
}
