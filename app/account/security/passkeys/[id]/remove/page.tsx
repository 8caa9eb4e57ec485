import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import type { Person } from '@/lib/login/browser-session';
import { listPasskeys } from '@/lib/mfa/change-passkey';
import { mustKeep } from '@/lib/mfa/remove-factor';
import { requirePerson } from '../../../../../session';

export const metadata: Metadata = { title: 'Remove this passkey?' };

export default async function RemovePasskeyPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { person } = await requirePerson(`/account/security/passkeys/${id}/remove`, { fresh: true });
  const passkey = (await listPasskeys(person.userId)).find((one) => one.id === id);
  if (!passkey) redirect('/account/security?notice=factor_gone');
  if (mustKeep(person)) redirect('/account/security?notice=last_factor');
  return (
    <ConfirmCard
      title={
        <>
          Remove the passkey “<Foreign>{passkey.name}</Foreign>”?
        </>
      }
      intro={consequenceOf(person)}
      action="/account/security/passkeys/remove"
      carried={{ passkey: id }}
      yes="Remove it"
      no="Keep it"
      back="/account/security"
    />
  );
}

function consequenceOf({ passkeys, hasAuthenticator }: Person): string {
  if (passkeys > 1) return 'It signs you in no more. Your other passkeys stay.';
  return hasAuthenticator
    ? 'It signs you in no more. You go on with your authenticator app.'
    : 'It signs you in no more, and your recovery codes stop working: whoever can read your mail can then sign in as you.';
}
