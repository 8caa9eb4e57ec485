import { LinkButton, SmallButton, TextLink } from '@/components/button';
import { type Column, DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { Foreign } from '@/components/facts';
import { Hidden } from '@/components/hidden';
import { Notice } from '@/components/notice';
import { Pager } from '@/components/pager';
import { Day } from '@/components/time';
import { writeKey } from '@/lib/db/keyset';
import type { SessionPage } from '@/lib/sessions/list-all';
import type { Typed, Wanted } from '@/lib/sessions/wanted';
import { pathOfRevokeAll, pathOfSessions } from './path';
import { filterInWords, namesOf } from './words';

type Row = SessionPage['sessions'][number];

/** What was found, in words and as a table, and what can be done with it. */
export function FoundSessions({
  page,
  wanted,
  typed,
  here,
  carried,
  columns,
  shown,
  mayRevoke,
  isFirst,
  now,
}: {
  page: SessionPage;
  wanted: Wanted;
  typed: Typed;
  /** The address of this page, to come back to. */
  here: string;
  /** What else stands in the addresses of other pages. */
  carried: Record<string, string | undefined>;
  columns: Column<Row>[];
  shown: readonly string[];
  mayRevoke: boolean;
  isFirst: boolean;
  now: Date;
}) {
  const { sessions, before, after, stoppedAt, meant } = page;
  const canRevoke = mayRevoke && sessions.some(({ state }) => state === 'live' || state === 'blocked');
  const to = (key: SessionPage['after'], name: 'before' | 'after') =>
    key && pathOfSessions(typed, { ...carried, [name]: writeKey(key) });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-sm/6 text-muted">
          <Foreign>{`${filterInWords(wanted, namesOf(meant))}.`}</Foreign>
        </p>
        {canRevoke && (
          <div className="flex flex-wrap items-center gap-3">
            <form id="selected" action="/admin/sessions/revoke">
              <Hidden values={{ back: here }} />
              <SmallButton>Revoke selected</SmallButton>
            </form>
            {!meant.people?.hasMore && <TextLink href={pathOfRevokeAll(typed)}>Revoke all of these</TextLink>}
          </div>
        )}
      </div>
      {meant.people?.hasMore && (
        <Notice tone="warning" title="More people are called so">
          <p>These are the sessions of the first 50. Type more of the address or name.</p>
        </Notice>
      )}
      {sessions.length > 0 ? (
        <DataTable
          caption="Sessions"
          columns={columns}
          shown={shown}
          rows={sessions}
          {...(canRevoke && {
            select: {
              form: 'selected',
              name: 'session',
              label: ({ deviceName, email }: Row) => `Select ${deviceName ?? 'the device'} of ${email}`,
            },
          })}
        />
      ) : (
        !stoppedAt && <Nothing typed={typed} isFirst={isFirst} />
      )}
      {canRevoke && sessions.length > 3 && (
        <div>
          <SmallButton form="selected">Revoke selected</SmallButton>
        </div>
      )}
      {stoppedAt && (
        <Notice tone="warning" title="There may be more">
          <p>
            Very many sessions fit a part of this filter. They were looked through back to{' '}
            <Day at={stoppedAt} now={now} />; go on with the next page, or narrow the filter.
          </p>
        </Notice>
      )}
      <Pager before={to(before, 'before')} after={to(after, 'after')} />
    </>
  );
}

const Nothing = ({ typed, isFirst }: { typed: Typed; isFirst: boolean }) =>
  isFirst ? (
    <EmptyState title="No session was found">
      Nothing fits all of this. Take something away, look among those of any state, or{' '}
      <TextLink href="/admin/sessions">show all live sessions</TextLink>.
    </EmptyState>
  ) : (
    <EmptyState title="There are no more sessions">
      <span className="mx-auto mt-4 block max-w-52">
        <LinkButton href={pathOfSessions(typed)} look="secondary">
          The first page
        </LinkButton>
      </span>
    </EmptyState>
  );
