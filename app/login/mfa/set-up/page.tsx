import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Button, LinkButton, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Hidden } from '@/components/hidden';
import { PageShell } from '@/components/page-shell';
import type { Person } from '@/lib/login/browser-session';
import { hasOwnFactor, pathOfStep } from '@/lib/login/next-step';
import { safePath } from '@/lib/login/safe-path';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';
import { pathWith, type Query, readQuery } from '../../../query';
import { findFirstFactor } from '../../../session';

export const metadata: Metadata = { title: 'Set up a second factor' };

/** For whoever must have a second factor, or a passkey, and has none. */
export default async function SetUpFactorPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next', 'with');
  const next = safePath(query.next);
  const { ctx, person } = await findFirstFactor();
  if (!person) redirect(pathOfStep({ step: 'sign_in' }, next));
  const passkeys = passkeysAvailable();
  const passkeyOnly = query.with === 'passkey';
  if (passkeyOnly ? person.passkeys > 0 : hasOwnFactor(person)) redirect(next);
  return (
    <PageShell>
      <Card
        title={passkeyOnly ? 'Create a passkey' : 'Set up a second factor'}
        intro={
          <>{reasonOf(person, ctx.now, passkeyOnly)} It takes a minute, and then you go on where you were.</>
        }
      >
        <div className="flex flex-col gap-3">
          {passkeys && (
            <LinkButton href={pathWith('/account/security/passkeys/new', { next })}>
              Create a passkey
            </LinkButton>
          )}
          {!passkeyOnly && (
            <form method="post" action="/account/security/authenticator/start">
              <Hidden values={{ next }} />
              <Button look={passkeys ? 'secondary' : 'primary'}>Set up an authenticator app</Button>
            </form>
          )}
        </div>
        <p className="text-sm/6 text-muted">
          {passkeys
            ? 'A passkey is your fingerprint, face or screen lock: nothing to type, and no other site can ask for it.'
            : passkeyOnly &&
              'This server cannot offer passkeys at the address that it has. Tell whoever runs it.'}
        </p>
      </Card>
      <BelowCard>
        <p>
          You are signing in as <bdi className="text-text">{person.email}</bdi>.{' '}
          <TextLink href={pathWith('/login', { next })}>Use another account</TextLink>
        </p>
      </BelowCard>
    </PageShell>
  );
}

function reasonOf(person: Person, now: Date, passkeyOnly: boolean): string {
  const { secondFactorRequired: required } = person;
  if (passkeyOnly) return 'What you are signing in asks for a passkey.';
  if (!required || required.from > now) return 'What you are signing in asks for a second factor.';
  return `${required.by ?? 'This server'} asks for a second factor, so that a stolen mailbox opens nothing.`;
}
