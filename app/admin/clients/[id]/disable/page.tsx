import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { describeClient } from '@/lib/clients/list';
import { decodeSegment } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { pathOfClient, pathUnderClient } from '../../path';
import { endsInWords } from '../words';

export const metadata: Metadata = { title: 'Disable this client?' };

export default async function DisableClientPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const { ctx } = await requireAdmin(pathUnderClient(id, 'disable'), {
    permission: 'clients:write',
    fresh: true,
  });
  const client = await describeClient(ctx, id);
  if (!client) notFound();
  if (client.managedByFile) redirect(pathOfClient(id, { notice: 'managed_by_file' }));
  if (client.disabledAt) redirect(pathOfClient(id, { notice: 'unchanged' }));
  return (
    <ConfirmCard
      title="Disable this client?"
      intro={
        <>
          <p>
            Nobody signs in with <bdi className="font-medium text-text">{client.name}</bdi> until it is
            enabled again, and it can ask this server nothing.
          </p>
          <p className="mt-3">{endsInWords(client.liveSessions)}</p>
        </>
      }
      action="/admin/clients/form/switch"
      carried={{ client: id, to: 'disabled' }}
      yes="Disable the client"
      no="Keep it"
      back={pathOfClient(id)}
    />
  );
}
