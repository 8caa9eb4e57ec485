import type { Metadata } from 'next';
import { AdminShell } from '@/components/admin-shell';
import { Notice } from '@/components/notice';
import { SessionCard } from '@/components/session-card';
import { TokenForm } from '@/components/token-form';
import { describeSession } from '@/lib/sessions/describe';
import { type Query, readQuery } from '../../query';
import { askedSoon, requireAdmin } from '../../session';
import { pathOfClient } from '../clients/path';
import { pathOfTokens, sessionId, tokenKind } from './query';
import { findNotice, malformed, reasonInWords, titleOf } from './words';

export const metadata: Metadata = { title: 'Look up a token' };

export default async function TokensPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'session', 'kind', 'outcome', 'notice');
  const id = sessionId.safeParse(query.session).data;
  const kind = tokenKind.safeParse(query.kind).data;
  // Fresh already here: what is pasted would be lost if the step came when it is sent.
  const { ctx, person } = await requireAdmin(pathOfTokens({ session: id, kind }), { fresh: true });
  const session = id ? await describeSession(ctx, id) : null;
  const said = findNotice(query.session !== undefined && !session ? 'gone' : (query.notice ?? query.outcome));
  return (
    <AdminShell
      place="tokens"
      asked={askedSoon({ ctx, person })}
      title="Look up a token"
      intro="Paste a token that leaked, to see whose it is and to revoke it. It is not stored, logged or shown again; that you looked is."
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      {session && (
        <SessionCard
          session={session}
          title={titleOf(kind)}
          whyEnded={reasonInWords(session.revokedReason)}
          clientHref={pathOfClient(session.clientId)}
          carried={{ session: session.id, ...(kind && { kind }) }}
          now={ctx.now}
        />
      )}
      <TokenForm
        error={query.outcome === 'malformed' ? malformed : null}
        look={session ? 'secondary' : 'primary'}
      />
    </AdminShell>
  );
}
