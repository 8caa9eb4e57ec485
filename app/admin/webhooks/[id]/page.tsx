import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { Badge } from '@/components/badge';
import { TextLink } from '@/components/button';
import { DeliveryList } from '@/components/delivery-list';
import { EmptyState } from '@/components/empty-state';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { Pager } from '@/components/pager';
import { Section } from '@/components/section';
import { NewSecret, ReplayForm, WebhookActions } from '@/components/webhook-actions';
import { WebhookForm } from '@/components/webhook-form';
import { describeWebhook } from '@/lib/webhooks/list';
import { readNewSecret } from '@/lib/webhooks/new-secret-cookie';
import { eventGroups } from '@/lib/webhooks/rules';
import { decodeSegment, entryOf, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { keptNames, problemWords } from '../fields';
import { isWebhookId, pathOfWebhook, webhooksPath } from '../path';
import { disabledWords, notices } from '../words';

export const metadata: Metadata = { title: 'Webhook' };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function WebhookPage({ params, searchParams }: Props) {
  const query = await readQuery(searchParams, 'notice', 'error', 'before', 'since', ...keptNames);
  const { notice, error, before, since, ...kept } = query;
  const id = decodeSegment((await params).id);
  const session = await requireAdmin(pathOfWebhook(id, { ...kept, before, since }), {
    ...{ permission: 'webhooks:read' },
  });
  const { ctx, person } = session;
  const at = before && isWebhookId(before) ? before : null;
  const shown = isWebhookId(id) ? await describeWebhook(ctx, id, at) : null;
  if (!shown) notFound();
  const { endpoint, deliveries, hasMore } = shown;
  const said = entryOf(notices, notice);
  const secret = readNewSecret(ctx, person, id, await headers());
  // A step on the way came between Save and saving.
  const isUnsaved = error === undefined && kept.url !== undefined;
  return (
    <AdminPage
      place="webhooks"
      session={session}
      width="full"
      title={<Foreign>{endpoint.url}</Foreign>}
      intro={
        <>
          {endpoint.description && <span className="block">{endpoint.description}</span>}
          <span className="mt-1 flex flex-wrap gap-2">
            {endpoint.disabledAt ? (
              <Badge tone="error">Disabled</Badge>
            ) : (
              <Badge tone="success">Enabled</Badge>
            )}
            {endpoint.failingSince && !endpoint.disabledAt && <Badge tone="error">Failing</Badge>}
          </span>
        </>
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          {said.sentence && <p>{said.sentence}</p>}
        </Notice>
      )}
      {secret && <NewSecret id={id} secret={secret} />}
      {endpoint.disabledAt && (
        <Notice tone="warning" title="This webhook is disabled.">
          <p>{disabledWords(endpoint.failingSince)}</p>
        </Notice>
      )}
      <WebhookActions
        id={id}
        isEnabled={!endpoint.disabledAt}
        oldSecretUntil={endpoint.previousSecretUntil}
        now={ctx.now}
      />
      <Section
        id="deliveries"
        title="Deliveries"
        intro="Kept for 30 days. What does not arrive is tried 14 times over three days."
      >
        {deliveries.length > 0 ? (
          <DeliveryList endpoint={id} deliveries={deliveries} now={ctx.now} />
        ) : (
          <EmptyState title="Nothing was sent yet">
            Send a test event to see whether anything arrives.
          </EmptyState>
        )}
        <Pager
          before={at ? pathOfWebhook(id) : null}
          after={hasMore ? pathOfWebhook(id, { before: deliveries.at(-1)!.id }) : null}
        />
      </Section>
      <Section
        id="replay"
        title="Replay"
        intro="Send everything since a time again, and what happened while it was disabled. Each event keeps its webhook-id, so whoever has it already knows."
      >
        <ReplayForm id={id} since={since ?? ''} />
      </Section>
      <Section id="settings" title="Settings">
        {isUnsaved && (
          <div role="status">
            <Notice tone="warning" title="Not saved yet.">
              <p>Press Save to go on.</p>
            </Notice>
          </div>
        )}
        <div className="max-w-wide">
          <WebhookForm
            action="/admin/webhooks/change"
            carried={{ webhook: id }}
            values={{
              url: kept.url ?? endpoint.url,
              description: kept.description ?? (kept.url === undefined ? (endpoint.description ?? '') : ''),
              which: kept.which ?? (endpoint.events.length === 0 ? 'all' : 'chosen'),
              chosen: kept.url === undefined ? endpoint.events : (kept.groups?.split(' ') ?? []),
            }}
            groups={eventGroups}
            error={entryOf(problemWords, error)}
            submit="Save"
          />
        </div>
      </Section>
      <p>
        <TextLink href={webhooksPath}>All webhooks</TextLink>
      </p>
    </AdminPage>
  );
}
