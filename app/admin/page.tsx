import type { Metadata } from 'next';
import { AuditList } from '@/components/audit-table';
import { TextLink } from '@/components/button';
import { Chart } from '@/components/chart';
import { ConcernList } from '@/components/concern-list';
import { FigureList, Ways } from '@/components/figures';
import { PageScript } from '@/components/page-script';
import { Section } from '@/components/section';
import {
  describeOwnOrganizations,
  describeServer,
  listRecentEvents,
  type Overview,
} from '@/lib/activity/overview';
import { type RangeName, ranges } from '@/lib/activity/series';
import { entryOf, pathWith, type Query, readQuery } from '../query';
import { requireAdmin, type Session } from '../session';
import { rowsOf } from './audit/rows';
import { deviceChart, sessionChart, signInChart, stepNames } from './overview-words';
import { AdminPage } from './shell';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({ searchParams }: { searchParams: Query }) {
  const { range: wanted } = await readQuery(searchParams, 'range');
  const session = await requireAdmin(pathWith('/admin', { range: wanted }), { permission: 'overview:read' });
  const range = entryOf(ranges, wanted) ? (wanted as RangeName) : '24h';
  const overview = await describeServer(session.ctx, range);
  return (
    <AdminPage
      place="overview"
      session={session}
      width="full"
      title="Overview"
      intro={
        overview
          ? 'What happens on this server, and what needs attention.'
          : 'What happens in your organizations.'
      }
    >
      <PageScript name="live" />
      {overview ? <ServerOverview overview={overview} range={range} /> : <OwnFigures session={session} />}
      <Section
        id="recent"
        title="Latest events"
        action={<TextLink href="/admin/audit">The audit log</TextLink>}
      >
        <AuditList rows={rowsOf(await listRecentEvents(session.ctx), session.person)} now={session.ctx.now} />
      </Section>
    </AdminPage>
  );
}

function ServerOverview({ overview, range }: { overview: Overview; range: RangeName }) {
  const steps = stepNames(overview.steps, range);
  const ways = Object.entries(ranges).map(([name, { name: said }]) => ({
    name: said.replace('the last', 'Last'),
    href: pathWith('/admin', { range: name }),
    isCurrent: name === range,
  }));
  return (
    <>
      <Section
        id="attention"
        title="Needs attention"
        intro={overview.concerns.length === 0 ? 'Nothing does right now.' : undefined}
      >
        {overview.concerns.length > 0 && <ConcernList concerns={overview.concerns} />}
      </Section>
      <Section
        id="activity"
        title="What happened"
        intro="Times are UTC."
        action={<Ways label="How long" ways={ways} />}
      >
        <div className="grid gap-4 lg:grid-cols-2">
          <Chart id="devices" title="Device requests" steps={steps} {...deviceChart(overview, range)} />
          <Chart id="sign-ins" title="How people signed in" steps={steps} {...signInChart(overview, range)} />
          <div className="min-w-0 lg:col-span-2">
            <Chart id="live" title="Devices that are signed in" steps={steps} {...sessionChart(overview)} />
          </div>
        </div>
      </Section>
    </>
  );
}

async function OwnFigures({ session }: { session: Session }) {
  const { liveSessions, members, invitations } = await describeOwnOrganizations(session.ctx);
  return (
    <FigureList
      figures={[
        {
          ...{ name: 'devices signed in', value: liveSessions.count, href: '/admin/sessions' },
          isMore: !liveSessions.isExact,
        },
        { name: 'members', value: members, href: '/admin/users' },
        { name: 'open invitations', value: invitations, href: '/admin/organizations' },
      ]}
    />
  );
}
