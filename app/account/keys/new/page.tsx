import type { Metadata } from 'next';
import { KeyForm } from '@/components/key-form';
import { Notice } from '@/components/notice';
import { ownScopes } from '@/lib/api-keys/own';
import { readChosenKey } from '../../../key-fields';
import { expiriesInWords, keyErrors, scopesInWords, tooManyKeys } from '../../../key-words';
import { pathWith, type Query, readQuery } from '../../../query';
import { requirePerson } from '../../../session';
import { AccountPage } from '../../shell';

export const metadata: Metadata = { title: 'New API key' };

export default async function NewKeyPage({ searchParams }: { searchParams: Query }) {
  const { error, ...chosen } = await readQuery(searchParams, 'error', 'name', 'scopes', 'expiry');
  const session = await requirePerson(pathWith('/account/keys/new', chosen), { fresh: true });
  return (
    <AccountPage
      place="keys"
      session={session}
      title="New API key"
      intro="It can do no more than you can, and loses what you lose. It is shown once, after this."
    >
      {error === 'too_many' && (
        <Notice tone={tooManyKeys.tone} title={tooManyKeys.title}>
          <p>{tooManyKeys.sentence}</p>
        </Notice>
      )}
      <KeyForm
        action="/account/keys/create"
        scopes={scopesInWords(ownScopes(session.person))}
        expiries={expiriesInWords(session.ctx.now)}
        chosen={readChosenKey(chosen)}
        errors={keyErrors(error)}
      />
    </AccountPage>
  );
}
