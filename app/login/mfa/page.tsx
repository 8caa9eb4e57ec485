import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Divider } from '@/components/divider';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { PasskeyForm } from '@/components/passkey-form';
import { CodeForm, RecoveryForm } from '@/components/second-factor-forms';
import type { Person } from '@/lib/login/browser-session';
import { decideNextStep, hasOwnFactor, pathOfStep } from '@/lib/login/next-step';
import { safePath } from '@/lib/login/safe-path';
import { pathWith, type Query, readQuery } from '../../query';
import { findFirstFactor } from '../../session';
import { introOf, problemOf, titleOf } from './words';

export const metadata: Metadata = { title: 'Second factor' };

/** The second factor of a sign-in, or a fresh one: every way that this person has, the easiest first. */
export default async function SecondFactorPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next', 'error', 'again', 'with');
  const next = safePath(query.next);
  const { ctx, person } = await findFirstFactor();
  if (!person) redirect(pathOfStep({ step: 'sign_in' }, next));
  const passkeyOnly = query.with === 'passkey' && person.passkeys > 0;
  const due = decideNextStep(person, ctx.now, {
    fresh: query.again !== undefined,
    ...(passkeyOnly && { signIn: { notBefore: null, acrValues: ['urn:doorcode:acr:passkey'] } }),
  });
  if (due.step === 'none' || !hasOwnFactor(person)) redirect(next);
  const carried = { next, again: query.again };
  const ways = waysOf(person, passkeyOnly);
  const recovery = ways.recovery && (query.with === 'recovery' || !(ways.passkey || ways.code));
  const problem = problemOf(query.error);
  const way = (name?: string) => pathWith('/login/mfa', { ...carried, with: name });
  return (
    <PageShell>
      <Card title={titleOf(query.again)} intro={introOf({ recovery, passkeyOnly, again: query.again })}>
        {problem?.title && (
          <Notice tone="error" title={problem.title}>
            <p>{problem.sentence}</p>
          </Notice>
        )}
        {recovery ? (
          <RecoveryForm carried={carried} error={problem?.field ?? null} />
        ) : (
          <>
            {ways.passkey && (
              <PasskeyForm
                kind="authenticate"
                action="/login/mfa/passkey"
                optionsPath="/login/mfa/passkey/options"
                carried={carried}
                label="Use a passkey"
              />
            )}
            {ways.passkey && ways.code && <Divider>or</Divider>}
            {ways.code && (
              <CodeForm
                carried={carried}
                error={problem?.field ?? null}
                look={ways.passkey ? 'secondary' : 'primary'}
              />
            )}
          </>
        )}
      </Card>
      <BelowCard>
        <p>
          {recovery ? (
            <TextLink href={way()}>Use another way</TextLink>
          ) : (
            ways.recovery && <TextLink href={way('recovery')}>Use a recovery code</TextLink>
          )}
        </p>
        {query.again === undefined ? (
          <p className="mt-2">
            You are signing in as <bdi className="text-text">{person.email}</bdi>.{' '}
            <TextLink href={pathWith('/login', { next })}>Use another account</TextLink>
          </p>
        ) : (
          <p className="mt-2">
            You are signed in as <bdi className="text-text">{person.email}</bdi>.{' '}
            <TextLink href="/account">Cancel</TextLink>
          </p>
        )}
        <p className="mt-2">
          Lost everything? An administrator of this server can reset your second factors.
        </p>
      </BelowCard>
    </PageShell>
  );
}

const waysOf = (person: Person, passkeyOnly: boolean) => ({
  passkey: person.passkeys > 0,
  code: person.hasAuthenticator && !passkeyOnly,
  recovery: person.recoveryCodes > 0 && !passkeyOnly,
});
