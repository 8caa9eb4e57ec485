import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { CannotDelete, DeleteAccount } from '@/components/delete-account';
import { describeDeletion } from '@/lib/accounts/delete';
import { pathWith, type Query, readQuery } from '../../../query';
import { requirePerson } from '../../../session';

export const metadata: Metadata = { title: 'Delete your account?' };

const wrongAddress = 'That is not the address of this account. Nothing was deleted.';

export default async function DeleteAccountPage({ searchParams }: { searchParams: Query }) {
  const { error, typed } = await readQuery(searchParams, 'error', 'typed');
  const { person } = await requirePerson(pathWith('/account/data/delete', { typed }), { fresh: true });
  const standing = await describeDeletion(person.userId);
  if (!standing) redirect('/account/data');
  if (standing.decision !== 'allowed')
    return <CannotDelete ownsAlone={standing.decision === 'last_owner' ? standing.ownsAlone : []} />;
  return (
    <DeleteAccount
      email={person.email}
      typed={typed ?? ''}
      error={error === 'wrong_address' ? wrongAddress : null}
    />
  );
}
