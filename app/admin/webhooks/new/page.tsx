import type { Metadata } from 'next';
import { WebhookForm } from '@/components/webhook-form';
import { eventGroups } from '@/lib/webhooks/rules';
import { entryOf, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { keptNames, problemWords } from '../fields';
import { pathOfNew } from '../path';

export const metadata: Metadata = { title: 'New webhook' };

export default async function NewWebhookPage({ searchParams }: { searchParams: Query }) {
  const { error, ...kept } = await readQuery(searchParams, 'error', ...keptNames);
  const session = await requireAdmin(pathOfNew(kept), { permission: 'webhooks:write', fresh: true });
  return (
    <AdminPage
      place="webhooks"
      session={session}
      title="New webhook"
      intro="It gets a secret, with which whoever receives it can tell that it was we. It is shown on the next page."
    >
      <WebhookForm
        action="/admin/webhooks/create"
        values={{
          ...{ url: kept.url ?? '', description: kept.description ?? '', which: kept.which ?? 'all' },
          chosen: kept.groups?.split(' ') ?? [],
        }}
        groups={eventGroups}
        error={entryOf(problemWords, error)}
        submit="Create"
      />
    </AdminPage>
  );
}
