import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { ClientFilter, ClientTable, NoClients } from '@/components/client-list';
import { isPermitted } from '@/lib/authority/rules';
import { everyClient, listClients } from '@/lib/clients/list';
import { pathOfImage } from '@/lib/images/read';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { pathWith, type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { pathOfClient } from './path';

export const metadata: Metadata = { title: 'Clients' };

const states = { all: 'All', enabled: 'Enabled', disabled: 'Disabled', file: 'Managed by file' } as const;
const sorts = { name: 'name', id: 'id', newest: 'newest', oldest: 'oldest' } as const;

const oneOf = <Value extends string>(
  all: Record<Value, string>,
  given: string | undefined,
): Value | undefined => (given !== undefined && Object.hasOwn(all, given) ? (given as Value) : undefined);

export default async function ClientsPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'q', 'state', 'sort');
  const session = await requireAdmin(pathWith('/admin/clients', query), { permission: 'clients:read' });
  const chosen = {
    search: query.q?.trim() ?? everyClient.search,
    state: oneOf(states, query.state) ?? everyClient.state,
    sort: oneOf(sorts, query.sort) ?? everyClient.sort,
  };
  const clients = await listClients(session.ctx, chosen);
  const mayWrite = isPermitted(authorityOfPerson(session.person), 'clients:write');
  const isFiltered = chosen.search !== '' || chosen.state !== 'all';
  return (
    <AdminPage
      place="clients"
      session={session}
      width="full"
      title="Clients"
      intro="The programs that may sign people in, and the services that verify their tokens."
    >
      <div className="flex flex-col gap-4 sm:flex-row sm:items-end sm:justify-between">
        <ClientFilter search={chosen.search} states={states} state={chosen.state} sort={query.sort} />
        {mayWrite && (
          <div className="shrink-0">
            <LinkButton href="/admin/clients/new">New client</LinkButton>
          </div>
        )}
      </div>
      {clients.length > 0 ? (
        <ClientTable
          clients={clients.map(({ logo, ...client }) => ({
            ...client,
            href: pathOfClient(client.id),
            logo: logo && pathOfImage(logo),
          }))}
          sort={chosen.sort}
          hrefOf={(sort) =>
            pathWith('/admin/clients', { q: query.q || undefined, state: query.state || undefined, sort })
          }
          now={session.ctx.now}
        />
      ) : (
        <NoClients isFiltered={isFiltered} />
      )}
    </AdminPage>
  );
}
