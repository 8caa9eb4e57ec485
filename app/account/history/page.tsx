import type { Metadata } from 'next';
import { TextLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { EventList } from '@/components/event-list';
import { Pager } from '@/components/pager';
import { listOwnHistory } from '@/lib/accounts/history';
import { readCursor } from '@/lib/audit/filter';
import { pathWith, type Query, readQuery } from '../../query';
import { requirePerson } from '../../session';
import { AccountPage } from '../shell';
import { sayEvent, shownActions, whereOf } from './words';

export const metadata: Metadata = { title: 'History' };

const path = '/account/history';

export default async function HistoryPage({ searchParams }: { searchParams: Query }) {
  const asked = await readQuery(searchParams, 'before', 'after');
  const session = await requirePerson(pathWith(path, asked));
  const { ctx, person } = session;
  const { events, newer, older } = await listOwnHistory(person.userId, shownActions, readCursor(asked));
  return (
    <AccountPage
      place="history"
      session={session}
      title="History"
      intro={
        <>
          Sign-ins, devices and changes of your account. If something was not you,{' '}
          <TextLink href="/account">sign its device out</TextLink> and{' '}
          <TextLink href="/account/security">look after your security</TextLink>.
        </>
      }
    >
      {events.length > 0 ? (
        <EventList
          events={events.map((event) => ({
            ...{ id: String(event.id), at: event.at },
            ...{ says: sayEvent(event), where: whereOf(event) },
          }))}
          now={ctx.now}
        />
      ) : (
        <EmptyState title="Nothing is here">
          <TextLink href={path}>Show the latest</TextLink>
        </EmptyState>
      )}
      <Pager
        before={newer && pathWith(path, { after: newer })}
        after={older && pathWith(path, { before: older })}
      />
    </AccountPage>
  );
}
