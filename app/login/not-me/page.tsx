import type { Metadata } from 'next';
import { Button, LinkButton, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Hidden } from '@/components/hidden';
import { PageShell } from '@/components/page-shell';
import { findNotMe } from '@/lib/login/not-me';
import { type Query, readQuery } from '../../query';
import { findContext } from '../../session';

export const metadata: Metadata = { title: 'Sign out everywhere?' };

/** Where the link “this was not me” of a mail leads, signed in or not. Opening it ends nothing: mail scanners open links too. */
export default async function NotMePage({ searchParams }: { searchParams: Query }) {
  const { token = '' } = await readQuery(searchParams, 'token');
  const found = await findNotMe(await findContext(), token);
  if (found.state !== 'valid') return <NoLink isExpired={found.state === 'expired'} />;
  return (
    <PageShell>
      <Card
        title="Sign out everywhere?"
        intro={
          <>
            If somebody else used your account <bdi className="font-semibold text-text">{found.email}</bdi>,
            this throws them out.
          </>
        }
      >
        <ul className="flex list-disc flex-col gap-1.5 pl-5 text-[0.9375rem]/6 marker:text-muted">
          <li>Every browser that is signed in as you is signed out.</li>
          <li>Every device and tool that is signed in as you is signed out, and has to ask you again.</li>
          <li>Links to sign in that were mailed to you before do not work any more.</li>
          <li>Nothing is deleted. You can sign in again at once.</li>
        </ul>
        <form method="post" action="/login/not-me/end">
          <Hidden values={{ token }} />
          <Button>Sign out everywhere</Button>
        </form>
      </Card>
      <BelowCard>
        It was you? <TextLink href="/">Leave this page</TextLink>
      </BelowCard>
    </PageShell>
  );
}

const NoLink = ({ isExpired }: { isExpired: boolean }) => (
  <PageShell>
    <Card
      title={isExpired ? 'This link has expired' : 'This link does not work'}
      intro={
        isExpired
          ? 'Links like this work for seven days. Nothing was changed. Sign in to see where you are signed in, and to sign out there.'
          : 'Part of it may be missing. Nothing was changed. Open it from the mail again, or sign in to see where you are signed in.'
      }
    >
      <LinkButton href="/account/security">See where you are signed in</LinkButton>
    </Card>
  </PageShell>
);
