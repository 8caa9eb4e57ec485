import type { Metadata } from 'next';
import { LinkButton, TextLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Foreign } from '@/components/facts';
import { OrganizationList } from '@/components/organization-list';
import { Pager } from '@/components/pager';
import { SearchForm } from '@/components/search-form';
import { normalizeSearch } from '@/lib/accounts/list';
import { listOrganizations } from '@/lib/organizations/list';
import { pathWith, type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { pathOfOrganization } from './path';
import { may } from './standing';

export const metadata: Metadata = { title: 'Organizations' };

const here = '/admin/organizations';

export default async function OrganizationsPage({ searchParams }: { searchParams: Query }) {
  const { q, after, before } = await readQuery(searchParams, 'q', 'after', 'before');
  const session = await requireAdmin(pathWith(here, { q, after, before }), {
    permission: 'organizations:read',
  });
  const text = normalizeSearch(q);
  const page = await listOrganizations(session.ctx, { text, after, before });
  const at = (from: Record<string, string>) => pathWith(here, { q: text || undefined, ...from });
  return (
    <AdminPage
      place="organizations"
      session={session}
      title="Organizations"
      intro="Groups of people: their members, invitations, policy, and the API keys of their services."
    >
      <div className="flex flex-col gap-4 sm:flex-row sm:items-end sm:justify-between">
        <div className="sm:w-2/3">
          <SearchForm action={here} label="Name" search={text} />
        </div>
        {may(session.person, 'organizations:create') && (
          <div className="shrink-0">
            <LinkButton href={`${here}/new`}>New organization</LinkButton>
          </div>
        )}
      </div>
      {page.rows.length > 0 ? (
        <OrganizationList
          organizations={page.rows.map((one) => ({ ...one, href: pathOfOrganization(one.slug) }))}
          now={session.ctx.now}
        />
      ) : (
        <EmptyState title="No organization was found">
          None is called “<Foreign>{text}</Foreign>”. Try a shorter part of its name, or{' '}
          <TextLink href={here}>show all</TextLink>.
        </EmptyState>
      )}
      <Pager
        before={page.before ? at({ before: page.before }) : null}
        after={page.after ? at({ after: page.after }) : null}
      />
    </AdminPage>
  );
}
