import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ManagedBadges } from '@/components/badge';
import { TextLink } from '@/components/button';
import { FactSections } from '@/components/fact-sections';
import { Foreign } from '@/components/facts';
import { describeClient } from '@/lib/clients/list';
import { decodeSegment } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { pathOfClient } from '../path';
import { sectionsOf } from './sections';
import { WhereFrom } from './where-from';

export const metadata: Metadata = { title: 'Client' };

export default async function ClientPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const session = await requireAdmin(pathOfClient(id), { permission: 'clients:read' });
  const client = await describeClient(session.ctx, id);
  if (!client) notFound();
  return (
    <AdminPage
      place="clients"
      session={session}
      title={<Foreign>{client.name}</Foreign>}
      intro={
        <>
          <span className="block font-mono text-[0.9375rem]/6">{client.id}</span>
          <span className="mt-1 flex flex-wrap gap-2">
            <ManagedBadges of={client} />
          </span>
        </>
      }
    >
      <WhereFrom managedByFile={client.managedByFile} />
      <div className="flex flex-col gap-8">
        <FactSections sections={sectionsOf(client)} />
      </div>
      <p>
        <TextLink href="/admin/clients">All clients</TextLink>
      </p>
    </AdminPage>
  );
}
