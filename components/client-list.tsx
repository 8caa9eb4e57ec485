import { ManagedBadges } from './badge';
import { EmptyState } from './empty-state';
import { Foreign } from './facts';

export type ListedClient = {
  id: string;
  href: string;
  name: string;
  publisher: string | null;
  firstParty: boolean;
  isConfidential: boolean;
  accessTokenFormat: 'opaque' | 'jwt';
  managedByFile: boolean;
  disabledAt: Date | null;
};

/** Each row is one link. */
export function ClientList({ clients }: { clients: ListedClient[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-card sm:shadow-card">
      {clients.map((client) => (
        <li key={client.id}>
          <a href={client.href} className="group block px-5 py-4 -outline-offset-3 hover:bg-sunken">
            <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <span className="font-medium underline-offset-4 group-hover:underline">
                <Foreign>{client.name}</Foreign>
              </span>
              <ManagedBadges of={client} />
            </span>
            <span className="block font-mono text-sm/6 text-muted">{client.id}</span>
            <span className="block text-sm/6 text-muted">
              {client.publisher && (
                <>
                  By <Foreign>{client.publisher}</Foreign> ·{' '}
                </>
              )}
              {kindOf(client)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

const kindOf = ({ firstParty, isConfidential, accessTokenFormat }: ListedClient): string =>
  [
    firstParty ? 'First-party' : 'Third-party',
    isConfidential ? 'confidential' : 'public',
    accessTokenFormat === 'jwt' ? 'JWT tokens' : 'opaque tokens',
  ].join(' · ');

export function NoClients() {
  return (
    <EmptyState title="No client yet">
      Declare clients in CLIENTS_FILE, then reload with{' '}
      <code className="font-mono whitespace-nowrap">kill -HUP</code>.
    </EmptyState>
  );
}
