import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LinkButton, TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { HistoryList } from '@/components/history-list';
import { Notice } from '@/components/notice';
import { Section } from '@/components/section';
import { SessionState } from '@/components/session-state';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { describeSession } from '@/lib/sessions/describe';
import { listSessionHistory } from '@/lib/sessions/history';
import { decodeSegment, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { FactsOfSession } from '../facts';
import { pathOfRevoke, pathOfSession, pathOfSessions, sessionId } from '../path';
import { findNotice } from '../words';
import { itemsOf } from './words';

export const metadata: Metadata = { title: 'Session' };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function SessionPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).id);
  const { notice, count } = await readQuery(searchParams, 'notice', 'count');
  const admin = await requireAdmin(pathOfSession(id), { permission: 'sessions:read' });
  const { ctx } = admin;
  const found = sessionId.safeParse(id).success ? await describeSession(ctx, id) : null;
  if (!found) notFound();
  const history = await listSessionHistory(ctx, id);
  const authority = authorityOfPerson(admin.person);
  const isOpen = found.state === 'live' || found.state === 'blocked';
  const said = findNotice(notice, count);
  return (
    <AdminPage
      place="sessions"
      session={admin}
      title={<Foreign>{found.deviceName ?? 'A device without a name'}</Foreign>}
      intro={<SessionState state={found.state} />}
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      <FactsOfSession session={found} viewer={admin.person} now={ctx.now} />
      {isOpen && isPermitted(authority, 'sessions:write') && (
        <div className="sm:max-w-52">
          <LinkButton href={pathOfRevoke([id], pathOfSession(id))} look="secondary">
            Revoke
          </LinkButton>
        </div>
      )}
      <Section id="history" title="History" intro="What happened to it, from the request on.">
        <HistoryList items={itemsOf(found, history)} now={ctx.now} />
      </Section>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <TextLink href={pathOfSessions({ user: found.email, state: 'all' })}>
          All sessions of this person
        </TextLink>
        <TextLink href="/admin/sessions">All sessions</TextLink>
      </p>
    </AdminPage>
  );
}
