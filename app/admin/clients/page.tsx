import type { Metadata } from 'next';
import { ClientList, NoClients } from '@/components/client-list';
import { listClients } from '@/lib/clients/list';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { pathOfClient } from './path';

export const metadata: Metadata = { title: 'Clients' };

export default async function ClientsPage() {
  const session = await requireAdmin('/admin/clients', { permission: 'clients:read' });
  const clients = await listClients(session.ctx);
  return (
    <AdminPage
      place="clients"
      session={session}
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
    </AdminPage>
  );
}
