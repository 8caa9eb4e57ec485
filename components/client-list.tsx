import { Badge, ManagedBadges } from './badge';
import { Button, TextLink } from './button';
import { type Column, DataTable } from './data-table';
import { EmptyState } from './empty-state';
import { Foreign } from './facts';
import { Field } from './field';
import { Select } from './form-fields';
import { Hidden } from './hidden';
import { Time } from './time';

export type ListedClient = {
  id: string;
  href: string;
  /** Where its picture is. */
  logo: string | null;
  name: string;
  publisher: string | null;
  firstParty: boolean;
  isConfidential: boolean;
  accessTokenFormat: 'opaque' | 'jwt';
  managedByFile: boolean;
  disabledAt: Date | null;
  createdAt: Date;
};

/** A client's picture beside its name, which says it all; nothing where it has none. */
export const ClientLogo = ({ src, look = 'small' }: { src: string | null; look?: 'small' | 'large' }) =>
  src && (
    // biome-ignore lint/performance/noImgElement: as it was uploaded, 48 KiB at most
    <img
      src={src}
      alt=""
      className={`shrink-0 rounded-md object-contain ${look === 'small' ? 'size-6' : 'size-12'}`}
    />
  );

/** Which clients are shown. */
export function ClientFilter({
  search,
  states,
  state,
  sort,
}: {
  search: string;
  states: Readonly<Record<string, string>>;
  state: string;
  sort: string | undefined;
}) {
  return (
    <search>
      <form method="get" action="/admin/clients" className="flex flex-col gap-3 sm:flex-row sm:items-end">
        <Hidden values={{ sort }} />
        <div className="sm:w-64">
          <Field label="Name, id or publisher" name="q" type="search" maxLength={100} defaultValue={search} />
        </div>
        <div className="sm:w-44">
          <Select label="State" name="state" choices={states} chosen={state} />
        </div>
        <div className="sm:w-28">
          <Button look="secondary">Search</Button>
        </div>
      </form>
    </search>
  );
}

type Sort = 'name' | 'id' | 'newest' | 'oldest';

export function ClientTable({
  clients,
  sort,
  hrefOf,
  now,
}: {
  clients: ListedClient[];
  sort: Sort;
  hrefOf: (sort: Sort) => string;
  now: Date;
}) {
  const by = (up: Sort, down: Sort) => ({
    href: hrefOf(sort === up ? down : up),
    now: sort === up ? ('ascending' as const) : sort === down ? ('descending' as const) : ('none' as const),
  });
  const only = (which: Sort) => ({
    href: hrefOf(which),
    now: sort === which ? ('ascending' as const) : ('none' as const),
  });
  const columns: Column<ListedClient>[] = [
    {
      id: 'name',
      heading: 'Name',
      sort: only('name'),
      cell: (client) => (
        <span className="flex items-center gap-2.5">
          <ClientLogo src={client.logo} />
          <TextLink href={client.href}>
            <Foreign>{client.name}</Foreign>
          </TextLink>
        </span>
      ),
    },
    {
      id: 'id',
      heading: 'Client id',
      sort: only('id'),
      cell: ({ id }) => <span className="font-mono">{id}</span>,
    },
    {
      id: 'publisher',
      heading: 'Publisher',
      cell: ({ publisher }) =>
        publisher ? <Foreign>{publisher}</Foreign> : <span className="text-muted">Not known</span>,
    },
    { id: 'kind', heading: 'Kind', cell: kindOf },
    {
      id: 'state',
      heading: 'State',
      cell: (client) => (
        <span className="flex flex-wrap gap-1.5">
          {!client.disabledAt && <Badge tone="success">Enabled</Badge>}
          <ManagedBadges of={client} />
        </span>
      ),
    },
    {
      id: 'created',
      heading: 'Created',
      sort: by('oldest', 'newest'),
      cell: ({ createdAt }) => <Time at={createdAt} now={now} />,
    },
  ];
  return <DataTable caption="Clients" columns={columns} rows={clients} />;
}

const kindOf = ({ firstParty, isConfidential, accessTokenFormat }: ListedClient): string =>
  [
    firstParty ? 'First-party' : 'Third-party',
    isConfidential ? 'confidential' : 'public',
    accessTokenFormat === 'jwt' ? 'JWT tokens' : 'opaque tokens',
  ].join(' · ');

export function NoClients({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No client was found">
      Search for less, or <TextLink href="/admin/clients">show every client</TextLink>.
    </EmptyState>
  ) : (
    <EmptyState title="No client yet">
      Make one with <TextLink href="/admin/clients/new">New client</TextLink>, or declare clients in
      CLIENTS_FILE.
    </EmptyState>
  );
}
