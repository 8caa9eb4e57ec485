import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { describeWebhook } from '@/lib/webhooks/list';
import { decodeSegment } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { isWebhookId, pathOfWebhook } from '../../path';

export const metadata: Metadata = { title: 'New secret' };

export default async function RotatePage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const { ctx } = await requireAdmin(`${pathOfWebhook(id)}/rotate`, {
    ...{ permission: 'webhooks:write', fresh: true },
  });
  const shown = isWebhookId(id) ? await describeWebhook(ctx, id) : null;
  if (!shown) notFound();
  return (
    <ConfirmCard
      title="Give this webhook a new secret?"
      intro={`Events to ${shown.endpoint.url} are signed with both secrets for a day, so that whoever receives them can change over. After that the old one no longer signs.`}
      action="/admin/webhooks/rotate"
      carried={{ webhook: id }}
      yes="Make a new secret"
      no="Keep the one it has"
      back={pathOfWebhook(id)}
    />
  );
}
