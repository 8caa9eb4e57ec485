import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { hasOwnFactor } from '@/lib/login/next-step';
import { requirePerson } from '../../../../session';

export const metadata: Metadata = { title: 'Make new recovery codes?' };

export default async function RenewCodesPage() {
  const { person } = await requirePerson('/account/security/recovery-codes/renew', { fresh: true });
  if (!hasOwnFactor(person)) redirect('/account/security?notice=no_factor');
  return (
    <ConfirmCard
      title="Make new recovery codes?"
      intro="The codes that you have kept until now stop working at once. You are shown ten new ones."
      action="/account/security/recovery-codes/renew/confirm"
      yes="Make new codes"
      no="Keep the old ones"
      back="/account/security"
    />
  );
}
