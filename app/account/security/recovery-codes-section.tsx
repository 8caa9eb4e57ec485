import { headers } from 'next/headers';
import { SmallButton } from '@/components/button';
import { Notice } from '@/components/notice';
import { Section } from '@/components/section';
import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import { hasOwnFactor } from '@/lib/login/next-step';
import { readNewCodes } from '@/lib/mfa/new-codes-cookie';

/** So few that new ones should be made. */
const few = 3;

export async function RecoveryCodesSection({ ctx, person }: { ctx: RequestContext; person: Person }) {
  if (!hasOwnFactor(person)) return null;
  // Made just now in this browser, and not yet said to be kept.
  const isShown = readNewCodes(ctx, person, await headers()) !== null;
  const left = person.recoveryCodes;
  return (
    <Section
      id="recovery-codes"
      title="Recovery codes"
      intro={
        <>
          For the day on which you lose your phone or passkey. {left === 0 ? 'None' : left} of 10{' '}
          {left === 1 ? 'is' : 'are'} left.
        </>
      }
      action={
        <form action={`/account/security/recovery-codes${isShown ? '' : '/renew'}`}>
          <SmallButton>{isShown ? 'Show the codes again' : 'Make new codes'}</SmallButton>
        </form>
      }
    >
      {left <= few && (
        <Notice tone="warning" title={left === 0 ? 'You have no recovery codes' : 'Few codes are left'}>
          <p>Make new ones, and keep them. The old ones stop working.</p>
        </Notice>
      )}
    </Section>
  );
}
