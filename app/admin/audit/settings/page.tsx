import type { Metadata } from 'next';
import { Button, TextLink } from '@/components/button';
import { Command } from '@/components/empty-state';
import { Fact, Facts } from '@/components/facts';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { Section } from '@/components/section';
import { Time } from '@/components/time';
import { describeAuditLog } from '@/lib/audit/retention';
import { isBehind, longestRetentionDays, shortestRetentionDays } from '@/lib/audit/rules';
import { pathWith, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { auditPath, auditSettingsPath } from '../path';

export const metadata: Metadata = { title: 'Audit log: settings' };

export default async function AuditSettingsPage({ searchParams }: { searchParams: Query }) {
  const { notice, error, days } = await readQuery(searchParams, 'notice', 'error', 'days');
  const session = await requireAdmin(pathWith(auditSettingsPath, { days }), {
    ...{ permission: 'settings:read' },
  });
  const { now } = session.ctx;
  const log = await describeAuditLog(session.ctx);
  const isWrong = error === 'days';
  return (
    <AdminPage
      place="audit"
      session={session}
      title="How the audit log is kept"
      intro="Sealed in order, so that a change by hand is found; and as long as you say."
    >
      {notice === 'saved' && <Notice tone="success" title="Saved." />}
      {isBehind(log.unsealedSince, now) && (
        <Notice tone="warning" title="Rows wait to be sealed for more than five minutes.">
          <p>Something keeps the server from it; its log says what.</p>
        </Notice>
      )}
      <Section
        id="seal"
        title="Seal"
        intro="Every few seconds new rows are sealed into a chain that only this server’s AUTH_SECRET can make."
      >
        <Facts labels="medium">
          <Fact label="Sealed last">
            {log.sealedAt ? <Time at={log.sealedAt} now={now} /> : 'Nothing yet'}
          </Fact>
          <Fact label="Batches">{log.batches.toLocaleString('en')}</Fact>
          <Fact label="Up to row">{log.lastId.toLocaleString('en')}</Fact>
          <Fact label="Head">
            <code className="font-mono text-sm wrap-anywhere select-all">{log.head ?? '–'}</code>
          </Fact>
        </Facts>
        <div className="text-sm/6 text-muted">
          <p>
            To check the whole log, where the server runs. Note the head somewhere else from time to time:
            with it, an end that was cut off is found too.
          </p>
          <Command>npm run audit:verify</Command>
        </div>
      </Section>
      <Section
        id="retention"
        title="Retention"
        intro="Older rows are deleted once a day, in whole batches, and that they were is written down. It cannot be undone."
      >
        <form method="post" action="/admin/audit/settings/change" className="flex flex-col gap-5">
          <div className="max-w-sm">
            <Field
              label="Days to keep"
              name="days"
              type="text"
              inputMode="numeric"
              maxLength={10}
              autoComplete="off"
              defaultValue={days ?? log.retentionDays ?? ''}
              autoFocus={isWrong}
              error={
                isWrong
                  ? `A whole number from ${shortestRetentionDays} to ${longestRetentionDays}, or nothing to keep them for ever.`
                  : null
              }
              hint={`${shortestRetentionDays} or more. Empty: for ever.`}
            />
          </div>
          <div className="sm:max-w-52">
            <Button>Save</Button>
          </div>
        </form>
      </Section>
      <p>
        <TextLink href={auditPath}>The audit log</TextLink>
      </p>
    </AdminPage>
  );
}
