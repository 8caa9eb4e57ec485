import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Button, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Hidden } from '@/components/hidden';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { safePath } from '@/lib/login/safe-path';
import { isSameBrowser } from '@/lib/login/sign-in-link';
import { parseAddress } from '@/lib/mail/address';
import { pathWith, type Query, readQuery } from '../../query';
import { findFirstFactor } from '../../session';

export const metadata: Metadata = { title: 'Sign in' };

/** Where a mailed link leads. Opening it uses nothing up: mail scanners open links too. */
export default async function LinkPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'email', 'token', 'browser', 'next');
  const next = safePath(query.next);
  const email = parseAddress(query.email ?? '');
  if (!email || !query.token) redirect(pathWith('/login', { error: 'Verification', next }));
  const isOwnBrowser = isSameBrowser(query.browser ?? '', await headers());
  const { person } = await findFirstFactor();
  return (
    <PageShell>
      <Card
        title="Sign in"
        intro={
          <>
            You are about to sign in as <strong className="font-semibold text-text">{email}</strong>.
          </>
        }
      >
        {!isOwnBrowser && (
          <Notice tone="warning" title="Did you ask for this link yourself, just now?">
            <p>It was asked for in another browser or on another device. If it was not you, do not go on.</p>
          </Notice>
        )}
        {person && person.email !== email && (
          <p className="text-[0.9375rem]/6 text-muted">
            This browser is signed in as <bdi>{person.email}</bdi> now. That ends.
          </p>
        )}
        <form method="post" action="/login/link/use">
          <Hidden values={{ email, token: query.token, next }} />
          <Button>Sign in</Button>
        </form>
      </Card>
      <BelowCard>
        Not you? <TextLink href="/">Leave this page</TextLink>
      </BelowCard>
    </PageShell>
  );
}
