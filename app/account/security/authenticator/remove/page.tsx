import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { mustKeep } from '@/lib/mfa/remove-factor';
import { requirePerson } from '../../../../session';

export const metadata: Metadata = { title: 'Remove the authenticator app?' };

export default async function RemoveAuthenticatorPage() {
  const { person } = await requirePerson('/account/security/authenticator/remove', { fresh: true });
  if (!person.hasAuthenticator) redirect('/account/security');
  if (mustKeep(person)) redirect('/account/security?notice=last_factor');
  return (
    <ConfirmCard
      title="Remove the authenticator app?"
      intro={
        person.passkeys > 0
          ? 'Its codes stop working. You go on with your passkeys.'
          : 'Its codes stop working, and so do your recovery codes: whoever can read your mail can then sign in as you.'
      }
      action="/account/security/authenticator/remove/confirm"
      yes="Remove it"
      no="Keep it"
      back="/account/security"
    />
  );
}
