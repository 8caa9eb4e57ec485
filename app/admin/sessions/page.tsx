import type { Metadata } from 'next';
import { Notice } from '@/components/notice';
import { SessionFilter } from '@/components/session-filter';
import { isPermitted } from '@/lib/authority/rules';
import { readCursor } from '@/lib/db/keyset';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { listSessions, suggestForSessions } from '@/lib/sessions/list-all';
import { readWanted } from '@/lib/sessions/wanted';
import { type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { choosable, chosenColumns, columnsInAddress, sessionColumns } from './columns';
import { FoundSessions } from './found';
import { pathOfSessions, readMany, readTyped } from './path';
import { findNotice } from './words';

export const metadata: Metadata = { title: 'Sessions' };

const always = new Set(['user', 'state', 'sort', 'order']);

export default async function SessionsPage({ searchParams }: { searchParams: Query }) {
  const typed = await readTyped(searchParams);
  const { after, before, notice, count } = await readQuery(
    searchParams,
    'after',
    'before',
    'notice',
    'count',
  );
  const shown = chosenColumns(await readMany(searchParams, 'columns'));
  const columns = columnsInAddress(shown);
  const here = pathOfSessions(typed, { columns, after, before });
  const session = await requireAdmin(here, { permission: 'sessions:read' });
  const { ctx } = session;
  const { wanted, problems } = readWanted(typed, ctx.now);
  const isReadable = Object.keys(problems).length === 0;
  const [suggestions, page] = await Promise.all([
    suggestForSessions(ctx),
    isReadable ? listSessions(ctx, wanted, readCursor({ after, before })) : null,
  ]);
  const authority = authorityOfPerson(session.person);
  const said = findNotice(notice, count);
  return (
    <AdminPage
      place="sessions"
      width="full"
      session={session}
      title="Sessions"
      intro={
        authority.isPlatformAdmin
          ? 'Every device that is signed in, or was.'
          : 'The devices that are signed in for your organizations, or were.'
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      <SessionFilter
        values={typed}
        problems={problems}
        sort={
          typed.sort || typed.order
            ? `${wanted.sort}${wanted.direction === 'ascending' ? '_ascending' : ''}`
            : ''
        }
        suggestions={suggestions}
        columns={choosable.map(({ id, heading }) => ({ id, heading, isShown: shown.includes(id) }))}
        isUsed={
          columns !== undefined || Object.entries(typed).some(([name, text]) => text && !always.has(name))
        }
      />
      {!page && (
        <Notice tone="error" title="Nothing is listed yet">
          <p>Correct what is marked above, and apply it again.</p>
        </Notice>
      )}
      {page && (
        <FoundSessions
          page={page}
          wanted={wanted}
          typed={typed}
          here={here}
          carried={{ columns }}
          shown={shown}
          columns={sessionColumns({
            ...{ wanted, typed, shown, now: ctx.now },
            seesClients: isPermitted(authority, 'clients:read'),
          })}
          mayRevoke={isPermitted(authority, 'sessions:write')}
          isFirst={!after && !before}
          now={ctx.now}
        />
      )}
    </AdminPage>
  );
}
