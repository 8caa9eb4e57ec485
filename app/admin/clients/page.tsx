import type { Metadata } from 'next';
import { AdminShell } from '@/components/admin-shell';
import { ClientList, NoClients } from '@/components/client-list';
import { listClients } from '@/lib/clients/list';
import { askedSoon, requireAdmin } from '../../session';
import { pathOfClient } from './path';

export const metadata: Metadata = { title: 'Clients' };

export default async function ClientsPage() {
  const session = await requireAdmin('/admin/clients');
  const clients = await listClients();
  return (
    <AdminShell
      place="clients"
      asked={askedSoon(session)}
      title="Clients"
      intro={
        <>
          The programs that may sign people in. Declare clients in CLIENTS_FILE, then reload with{' '}
          <code className="font-mono text-[0.9375rem] whitespace-nowrap">kill -HUP</code>.
        </>
      }
    >
      {clients.length > 0 ? (
        <ClientList clients={clients.map((client) => ({ ...client, href: pathOfClient(client.id) }))} />
      ) : (
        <NoClients />
      )}
    </AdminShell>
  );
}
