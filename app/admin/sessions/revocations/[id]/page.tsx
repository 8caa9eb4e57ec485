import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { describeRevocation, type RevocationProgress } from '@/lib/sessions/bulk';
import { decodeSegment, type Query, readQuery } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { AdminPage } from '../../../shell';
import { pathOfRevocation, sessionId } from '../../path';
import { filterInWords } from '../../words';

export const metadata: Metadata = { title: 'Revoking sessions' };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function RevocationPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).id);
  const { still } = await readQuery(searchParams, 'still');
  const session = await requireAdmin(pathOfRevocation(id), { permission: 'sessions:read' });
  const found = sessionId.safeParse(id).success ? await describeRevocation(session.ctx, id) : null;
  if (!found) notFound();
  const { filter, names } = found;
  const words = filterInWords(filter, {
    people: filter.users && (names.users ?? []),
    clients: filter.clients && (names.clients ?? []),
    organizations: filter.organizations && (names.organizations ?? []),
  });
  const isRefreshed = !found.finishedAt && still === undefined;
  return (
    <AdminPage
      place="sessions"
      session={session}
      title={found.finishedAt ? 'The sessions are revoked' : 'Sessions are being revoked'}
      intro={<Foreign>{`${words}.`}</Foreign>}
    >
      {isRefreshed && <meta httpEquiv="refresh" content="3" />}
      <Progress of={found} />
      {!found.finishedAt && (
        <p className="text-sm/6 text-muted">
          {isRefreshed ? (
            <>
              This page looks again every three seconds.{' '}
              <TextLink href={`${pathOfRevocation(id)}?still=1`}>Stop that</TextLink>
            </>
          ) : (
            <TextLink href={pathOfRevocation(id)}>Look again</TextLink>
          )}
        </p>
      )}
      <p>
        <TextLink href="/admin/sessions">All sessions</TextLink>
      </p>
    </AdminPage>
  );
}

function Progress({ of: { done, total, finishedAt } }: { of: RevocationProgress }) {
  const ended = done.toLocaleString('en');
  if (finishedAt)
    return (
      <Notice tone="success" title={done === 1 ? '1 session was ended' : `${ended} sessions were ended`}>
        <p>
          Each of them stopped working the moment it was ended.
          {done < total && ` ${(total - done).toLocaleString('en')} more had ended otherwise meanwhile.`}
        </p>
      </Notice>
    );
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="font-medium">
        {ended} of {total.toLocaleString('en')} are ended.
      </p>
      <progress value={done} max={Math.max(total, 1)} aria-label="Sessions ended" className="w-full" />
      <p className="text-sm/6 text-muted">
        The server goes on by itself, also after a restart. You can leave this page.
      </p>
    </div>
  );
}
