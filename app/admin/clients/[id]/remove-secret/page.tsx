import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { describeClient, listSecrets } from '@/lib/clients/list';
import { decodeSegment, type Query, readQuery } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { pathOfClient, pathUnderClient } from '../../path';
import { endsInWords } from '../words';

export const metadata: Metadata = { title: 'Remove this secret?' };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function RemoveSecretPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).id);
  const { secret: ref } = await readQuery(searchParams, 'secret');
  const { ctx } = await requireAdmin(pathUnderClient(id, 'remove-secret', { secret: ref }), {
    permission: 'clients:write',
    fresh: true,
  });
  const client = await describeClient(ctx, id);
  if (!client) notFound();
  const secrets = await listSecrets(ctx, id);
  const secret = secrets.find((one) => one.ref === ref);
  if (!secret) redirect(pathOfClient(id, { notice: 'gone' }));
  const isLast = secrets.length === 1;
  return (
    <ConfirmCard
      title="Remove this secret?"
      intro={
        <>
          <p>
            {secret.hint ? (
              <>
                The one of <bdi className="font-medium text-text">{client.name}</bdi> that ends in{' '}
                <span className="font-mono text-text">{secret.hint}</span>.
              </>
            ) : (
              <>
                One of <bdi className="font-medium text-text">{client.name}</bdi>.
              </>
            )}{' '}
            It does not count from now on, and cannot be brought back.
          </p>
          {isLast && (
            <p className="mt-3">
              It is the only one. Without it the client is public: anybody may say that they are it.{' '}
              {endsInWords(client.liveSessions)}
            </p>
          )}
        </>
      }
      action="/admin/clients/form/drop-secret"
      carried={{ client: id, secret: secret.ref, ...(isLast && { public: '1' }) }}
      yes={isLast ? 'Remove it, and make the client public' : 'Remove the secret'}
      no="Keep it"
      back={pathOfClient(id)}
    />
  );
}
