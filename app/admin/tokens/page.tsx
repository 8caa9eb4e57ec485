import type { Metadata } from 'next';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { SessionCard } from '@/components/session-card';
import { TokenForm } from '@/components/token-form';
import { describeApiKey, type KeyDetails } from '@/lib/api-keys/administer';
import { describeSession } from '@/lib/sessions/describe';
import { type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { pathOfKey } from '../api-keys/path';
import { FactsOfSession } from '../sessions/facts';
import { pathOfSession } from '../sessions/path';
import { AdminPage } from '../shell';
import { keyId, pathOfTokens, sessionId, tokenKind } from './query';
import { findNotice, malformed, titleOf } from './words';

export const metadata: Metadata = { title: 'Look up a token' };

export default async function TokensPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'session', 'kind', 'key', 'outcome', 'notice');
  const id = sessionId.safeParse(query.session).data;
  const kind = tokenKind.safeParse(query.kind).data;
  // Fresh already here: what is pasted would be lost if the step came when it is sent.
  const session = await requireAdmin(pathOfTokens({ session: id, kind }), {
    permission: 'tokens:read',
    fresh: true,
  });
  const { ctx } = session;
  const key = keyId.safeParse(query.key).data;
  const apiKey = key ? await describeApiKey(ctx, key) : null;
  const found = id ? await describeSession(ctx, id) : null;
  const said = findNotice(query.session !== undefined && !found ? 'gone' : (query.notice ?? query.outcome));
  return (
    <AdminPage
      place="tokens"
      session={session}
      title="Look up a token"
      intro="Paste a token that leaked, to see whose it is and to revoke it. It is not stored, logged or shown again; that you looked is."
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
          {apiKey && <WhoseKey of={apiKey} />}
        </Notice>
      )}
      {found && (
        <SessionCard
          state={found.state}
          title={titleOf(kind)}
          href={pathOfSession(found.id)}
          carried={{ session: found.id, ...(kind && { kind }) }}
        >
          <FactsOfSession session={found} viewer={session.person} now={ctx.now} />
        </SessionCard>
      )}
      <TokenForm
        error={query.outcome === 'malformed' ? malformed : null}
        look={found ? 'secondary' : 'primary'}
      />
    </AdminPage>
  );
}

/** Whose it is, and the page where it is revoked. */
const WhoseKey = ({ of: key }: { of: KeyDetails }) => (
  <p>
    It is called “<Foreign>{key.name}</Foreign>” and belongs to{' '}
    <Foreign>{key.organization?.name ?? key.user?.email ?? 'nobody'}</Foreign>.{' '}
    {key.revokedAt ? 'It is revoked: ' : 'Revoke it where it is shown: '}
    <TextLink href={pathOfKey(key.id)}>the key</TextLink>
  </p>
);
