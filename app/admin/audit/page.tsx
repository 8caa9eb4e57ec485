import type { Metadata } from 'next';
import { AuditExport, AuditFilter } from '@/components/audit-filter';
import { AuditTable } from '@/components/audit-table';
import { TextLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Pager } from '@/components/pager';
import { askable } from '@/lib/audit/asked';
import { readCursor } from '@/lib/audit/filter';
import { listAudit } from '@/lib/audit/list';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { entryOf, type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { auditSettingsPath, pathOfAudit } from './path';
import { rowsOf } from './rows';
import { actionChoices, problemWords } from './words';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditPage({ searchParams }: { searchParams: Query }) {
  const { before, after, ...asked } = await readQuery(searchParams, 'before', 'after', ...askable);
  const session = await requireAdmin(pathOfAudit(asked, { before, after }), { permission: 'audit:read' });
  const { ctx, person } = session;
  const { events, hasNewer, hasOlder, problems } = await listAudit(ctx, asked, readCursor({ before, after }));
  const said = Object.entries(problems).map(([name, code]) => [
    name,
    entryOf(problemWords, code) ?? undefined,
  ]);
  const isSearching = askable.some((name) => asked[name]?.trim());
  const isOpen = askable.some((name) => !['person', 'action'].includes(name) && asked[name]?.trim());
  const at = (left: Record<string, string | undefined>) => pathOfAudit(asked, left);
  return (
    <AdminPage
      place="audit"
      session={session}
      width="full"
      title="Audit log"
      intro="Who did what, when, from where. Rows are only ever added; a change of one would be found."
    >
      <AuditFilter
        values={asked}
        problems={Object.fromEntries(said)}
        actions={actionChoices}
        isOpen={isOpen}
      />
      {events.length > 0 ? (
        <>
          <AuditTable rows={rowsOf(events, person)} now={ctx.now} />
          <Pager
            before={hasNewer ? at({ after: events[0]!.id }) : null}
            after={hasOlder ? at({ before: events.at(-1)!.id }) : null}
          />
          <AuditExport values={asked} />
        </>
      ) : (
        <EmptyState title={isSearching ? 'Nothing was found' : 'Nothing has happened yet'}>
          {isSearching ? (
            <>
              Nothing in the log fits all of this. Leave a field empty, or{' '}
              <TextLink href={pathOfAudit({})}>show everything</TextLink>.
            </>
          ) : (
            'What people, clients and administrators do will stand here.'
          )}
        </EmptyState>
      )}
      {isPermitted(authorityOfPerson(person), 'settings:read') && (
        <p>
          <TextLink href={auditSettingsPath}>How long it is kept, and how it is sealed</TextLink>
        </p>
      )}
    </AdminPage>
  );
}
