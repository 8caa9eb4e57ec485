import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { describeWebhook } from '@/lib/webhooks/list';
import { decodeSegment } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { isWebhookId, pathOfWebhook } from '../../path';

export const metadata: Metadata = { title: 'Delete the webhook' };

export default async function DeletePage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const { ctx } = await requireAdmin(`${pathOfWebhook(id)}/delete`, {
    ...{ permission: 'webhooks:write', fresh: true },
  });
  const shown = isWebhookId(id) ? await describeWebhook(ctx, id) : null;
  if (!shown) notFound();
  return (
    <ConfirmCard
      title="Delete this webhook?"
      intro={`Nothing is sent to ${shown.endpoint.url} any more, not even what waits, and the list of its deliveries is gone. This cannot be undone; the audit log stays as it is.`}
      action="/admin/webhooks/delete"
      carried={{ webhook: id }}
      yes="Delete"
      no="Keep it"
      back={pathOfWebhook(id)}
    />
  );
}
