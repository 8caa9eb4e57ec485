import type { Metadata } from 'next';
import { Button, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Field } from '@/components/field';
import { Hidden } from '@/components/hidden';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { QrCode } from '@/components/qr-code';
import { safePath } from '@/lib/login/safe-path';
import { describeEnrolment } from '@/lib/mfa/authenticator';
import { pathWith, type Query, readQuery } from '../../../query';
import { requirePerson } from '../../../session';

export const metadata: Metadata = { title: 'Set up an authenticator app' };

const wrong = 'That code is not right. Codes change every 30 seconds: type the one that the app shows now.';

export default async function AuthenticatorPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next', 'error');
  const next = query.next && safePath(query.next);
  const required = { fresh: true, enrolling: true };
  const { ctx, person } = await requirePerson(
    pathWith('/account/security/authenticator', { next }),
    required,
  );
  const enrolment = await describeEnrolment(ctx, person);
  const replaces =
    person.hasAuthenticator && ' The app that you use now stops working once this one is set up.';
  return (
    <PageShell>
      <Card
        title="Set up an authenticator app"
        intro={
          <>
            An app on your phone, such as Google Authenticator, 1Password or Aegis, shows a new code every 30
            seconds. You are asked for it when you sign in.{replaces}
          </>
        }
      >
        {query.error === 'limited' && (
          <Notice tone="error" title="Too many wrong codes">
            <p>Wait a quarter of an hour, then try again; after 50 in a day, until tomorrow.</p>
          </Notice>
        )}
        {enrolment ? (
          <>
            <div className="flex flex-col gap-3">
              <h2 className="font-medium">1. Scan this with the app</h2>
              <QrCode text={enrolment.uri} label="QR code for your authenticator app" />
              <p className="text-sm/6 text-muted">
                On this phone? <TextLink href={enrolment.uri}>Open the app</TextLink>. Or type this key into
                it:
              </p>
              <code className="rounded-xl bg-sunken px-4 py-3 text-center font-mono text-sm/6 text-balance break-words select-all">
                {enrolment.secret.match(/.{1,4}/g)?.join(' ')}
              </code>
            </div>
            <form
              method="post"
              action="/account/security/authenticator/confirm"
              className="flex flex-col gap-4"
            >
              <Hidden values={{ next }} />
              <h2 className="font-medium">2. Type the code that it shows</h2>
              <Field
                label="Authentication code"
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                maxLength={12}
                error={query.error === 'wrong' ? wrong : null}
                autoFocus={query.error === 'wrong'}
              />
              <Button>Set up</Button>
            </form>
          </>
        ) : (
          <form method="post" action="/account/security/authenticator/start" className="flex flex-col gap-4">
            {query.error === 'expired' && (
              <Notice tone="error" title="That took too long">
                <p>Nothing was set up. Remove the entry from your app, and begin again.</p>
              </Notice>
            )}
            <Hidden values={{ next }} />
            <Button>Show the QR code</Button>
          </form>
        )}
      </Card>
      <BelowCard>
        <TextLink href={next ?? '/account/security'}>Back</TextLink>
      </BelowCard>
    </PageShell>
  );
}
