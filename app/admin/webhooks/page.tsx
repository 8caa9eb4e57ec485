import type { Metadata } from 'next';
import { Badge } from '@/components/badge';
import { LinkButton } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Notice } from '@/components/notice';
import { Row, Rows, Section } from '@/components/section';
import { listWebhooks } from '@/lib/webhooks/list';
import { type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { pathOfNew, pathOfWebhook, webhooksPath } from './path';
import { eventsInWords } from './words';

export const metadata: Metadata = { title: 'Webhooks' };

export default async function WebhooksPage({ searchParams }: { searchParams: Query }) {
  const { notice } = await readQuery(searchParams, 'notice');
  const session = await requireAdmin(webhooksPath, { permission: 'webhooks:read' });
  const webhooks = await listWebhooks(session.ctx);
  return (
    <AdminPage
      place="webhooks"
      session={session}
      title="Webhooks"
      intro="Other services are told of what the audit log says, a few seconds later."
    >
      {notice === 'deleted' && <Notice tone="success" title="The webhook is deleted." />}
      {webhooks.length > 0 ? (
        <Section id="endpoints" title="Endpoints">
          <Rows>
            {webhooks.map(({ id, url, description, events, disabledAt, failingSince }) => (
              <Row
                key={id}
                title={
                  <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                    <a href={pathOfWebhook(id)} className="min-w-0 underline underline-offset-4">
                      {url}
                    </a>
                    {disabledAt ? (
                      <Badge tone="error">Disabled</Badge>
                    ) : (
                      failingSince && <Badge tone="error">Failing</Badge>
                    )}
                  </span>
                }
                facts={[description, eventsInWords(events)].filter(Boolean).join(' · ')}
              />
            ))}
          </Rows>
        </Section>
      ) : (
        <EmptyState title="No webhook yet">
          A chat, a SIEM or a service of yours can be told who signed in, which device was revoked, and
          whatever else is audited.
        </EmptyState>
      )}
      <div className="sm:max-w-60">
        <LinkButton href={pathOfNew()}>New webhook</LinkButton>
      </div>
    </AdminPage>
  );
}
