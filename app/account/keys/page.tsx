import type { Metadata } from 'next';
import { TextLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { KeyList } from '@/components/key-list';
import { NewKeyLink } from '@/components/new-key';
import { Notice } from '@/components/notice';
import { listOwnApiKeys } from '@/lib/api-keys/own';
import { type Query, readQuery } from '../../query';
import { requirePerson } from '../../session';
import { AccountPage } from '../shell';
import { findNotice } from './notices';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysPage({ searchParams }: { searchParams: Query }) {
  const session = await requirePerson('/account/keys');
  const { ctx, person } = session;
  const { notice } = await readQuery(searchParams, 'notice');
  const keys = await listOwnApiKeys(person);
  const said = findNotice(notice);
  return (
    <AccountPage
      place="keys"
      session={session}
      title="API keys"
      intro={
        <>
          With one, a script of yours calls <TextLink href="/api/admin">this server’s API</TextLink> as you.
        </>
      }
      action={<NewKeyLink href="/account/keys/new" />}
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      {keys.length > 0 ? (
        <KeyList
          keys={keys.map((key) => ({ ...key, revokeHref: `/account/keys/${key.id}/revoke` }))}
          now={ctx.now}
        />
      ) : (
        <EmptyState title="You have no API keys">
          Make one when a script is to ask who you are, or to do what you may do as an administrator. It is
          shown once.
        </EmptyState>
      )}
    </AccountPage>
  );
}
