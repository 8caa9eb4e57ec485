import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { ConfirmCard } from '@/components/confirm-card';
import { PageShell } from '@/components/page-shell';
import { findWantedAddress } from '@/lib/login/email-change';
import { pathWith, type Query, readQuery } from '../../../../query';
import { requirePerson } from '../../../../session';

export const metadata: Metadata = { title: 'Use this address?' };

/** Where the link in the new mailbox leads. Opening it changes nothing: mail scanners open links too. */
export default async function ConfirmEmailPage({ searchParams }: { searchParams: Query }) {
  const { token = '' } = await readQuery(searchParams, 'token');
  const here = pathWith('/account/security/email/confirm', { token });
  const { ctx, person } = await requirePerson(here, { fresh: true });
  const wanted = await findWantedAddress(ctx, person, token);
  if (!wanted) return <NoLink email={person.email} />;
  return (
    <ConfirmCard
      title="Use this address?"
      intro={
        <>
          Your e-mail is <bdi className="font-semibold text-text">{wanted}</bdi> then, in the place of{' '}
          <bdi>{person.email}</bdi>. Nothing else changes.
        </>
      }
      action="/account/security/email/use"
      carried={{ token }}
      yes="Use this address"
      no="Keep the present one"
      back="/account/security"
    />
  );
}

const NoLink = ({ email }: { email: string }) => (
  <PageShell>
    <Card
      title="This link does not work here"
      intro={
        <>
          A link works once, for thirty minutes, and only in the account that asked for it. You are signed in
          as <bdi className="font-semibold text-text">{email}</bdi>, and nothing was changed.
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <LinkButton href="/account/security/email">Ask for a new link</LinkButton>
        <LinkButton href="/account/security" look="secondary">
          Go to your security page
        </LinkButton>
      </div>
    </Card>
  </PageShell>
);
