import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { Divider } from '@/components/divider';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { PasskeyForm } from '@/components/passkey-form';
import { EmailForm, GitHubForm } from '@/components/sign-in-forms';
import { env } from '@/lib/env';
import { safePath } from '@/lib/login/safe-path';
import { passkeysAvailable } from '@/lib/mfa/relying-party';
import { type Query, readQuery } from '../query';
import { findFirstFactor } from '../session';
import { findProblem, invalidAddress } from './problems';
import { introOf, introOfAgain, titleOf } from './purpose';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next', 'error', 'email', 'again');
  const next = safePath(query.next);
  const { person: signedIn } = await findFirstFactor();
  // Who must sign in again is not asked whether to go on as they are.
  const person = query.again ? null : signedIn;
  const problem = findProblem(query.error);
  const passkeys = passkeysAvailable();
  return (
    <PageShell>
      <Card
        title={query.again ? 'Sign in again' : titleOf(next)}
        intro={query.again ? introOfAgain : introOf(next)}
      >
        {problem && (
          <Notice tone="error" title={problem.title}>
            <p>{problem.next}</p>
          </Notice>
        )}
        {person && (
          <>
            <LinkButton href={next}>
              <span>
                Continue as <bdi>{person.email}</bdi>
              </span>
            </LinkButton>
            <Divider>or use another account</Divider>
          </>
        )}
        {env().github && (
          <>
            <GitHubForm next={next} />
            <Divider>or</Divider>
          </>
        )}
        <EmailForm
          next={next}
          email={query.email ?? (query.again && signedIn?.email)}
          error={query.error === 'invalid_email' ? invalidAddress : null}
          look={person ? 'secondary' : 'primary'}
          offersPasskeys={passkeys}
        />
        {passkeys && (
          <PasskeyForm
            kind="authenticate"
            action="/login/passkey"
            optionsPath="/login/passkey/options"
            carried={{ next }}
            label="Sign in with a passkey"
            look="secondary"
            autofill
          />
        )}
      </Card>
    </PageShell>
  );
}
