import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { Divider } from '@/components/divider';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { PasskeyForm } from '@/components/passkey-form';
import { EmailForm, ProviderForm } from '@/components/sign-in-forms';
import { offersPasskeySignIn } from '@/lib/login/passkey-sign-in';
import { findProviderName, offeredProviders } from '@/lib/login/providers';
import { safePath } from '@/lib/login/safe-path';
import { asksForAddress } from '@/lib/login/ways';
import { parseAddress } from '@/lib/mail/address';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';
import { isMethodOn } from '@/lib/settings/methods';
import { type Query, readQuery } from '../query';
import { findFirstFactor } from '../session';
import { isBackUnasked } from './back-unasked';
import { findProblem, invalidAddress } from './problems';
import { chosenProvider, introOf, introOfAgain, titleOf } from './purpose';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next', 'error', 'email', 'again', 'provider');
  const next = safePath(query.next);
  const { ctx, person: signedIn } = await findFirstFactor();
  // Who must sign in again is not asked whether to go on as they are.
  const person = query.again ? null : signedIn;
  const again = query.again !== undefined;
  const problem = findProblem(
    query.error ?? (again && signedIn && isBackUnasked(signedIn, ctx.now) ? 'not_again' : undefined),
    query.provider ? await findProviderName(query.provider) : null,
  );
  const email = query.email ?? (again ? signedIn?.email : undefined);
  const address = parseAddress(email ?? '');
  const issuer = address ? await findIssuerOfAddress(address) : null;
  const chosen = chosenProvider(next);
  const providers = (await offeredProviders()).sort(
    (a, b) => Number(b.id === chosen) - Number(a.id === chosen),
  );
  const isChosen = providers[0]?.id === chosen;
  const passkeys = await offersPasskeySignIn();
  const links = await isMethodOn('email');
  const asksAddress = await asksForAddress();
  return (
    <PageShell>
      <Card
        title={query.again ? 'Sign in again' : titleOf(next)}
        intro={query.again ? introOfAgain(next) : introOf(next)}
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
        {issuer && (
          <>
            <ProviderForm provider={issuer} next={next} email={address} again={again} look="primary" />
            <Divider>or use another account</Divider>
          </>
        )}
        {providers.length > 0 && (
          <>
            <div className="flex flex-col gap-3">
              {providers.map((provider) => (
                <ProviderForm
                  key={provider.id}
                  provider={provider}
                  next={next}
                  again={again}
                  look={provider.id === chosen ? 'primary' : 'secondary'}
                />
              ))}
            </div>
            {(asksAddress || passkeys) && <Divider>or</Divider>}
          </>
        )}
        {asksAddress && (
          <EmailForm
            next={next}
            email={issuer ? undefined : email}
            error={query.error === 'invalid_email' ? invalidAddress : null}
            look={person || issuer || isChosen ? 'secondary' : 'primary'}
            again={again}
            offersPasskeys={passkeys}
            label={links ? 'Email me a sign-in link' : 'Continue with my organization'}
          />
        )}
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
