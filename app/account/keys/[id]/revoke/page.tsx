import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import { listOwnApiKeys } from '@/lib/api-keys/own';
import { decodeSegment } from '../../../../query';
import { requirePerson } from '../../../../session';

export const metadata: Metadata = { title: 'Revoke API key?' };

export default async function RevokeKeyPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const { person } = await requirePerson(`/account/keys/${encodeURIComponent(id)}/revoke`);
  const key = (await listOwnApiKeys(person)).find((one) => one.id === id);
  if (!key) redirect('/account/keys?notice=gone');
  return (
    <ConfirmCard
      title={
        <>
          Revoke “<Foreign>{key.name}</Foreign>”?
        </>
      }
      intro="Whatever uses this key is refused at once. This cannot be undone: you would have to make a new key and give it to the script."
      action="/account/keys/revoke"
      carried={{ key: key.id }}
      yes="Revoke the key"
      no="Keep it"
      back="/account/keys"
    />
  );
}
