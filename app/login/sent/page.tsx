import type { Metadata } from 'next';
import { LinkButton, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { safePath } from '@/lib/login/safe-path';
import { parseAddress } from '@/lib/mail/address';
import { hasLocalMailbox } from '@/lib/mail/send';
import { pathWith, type Query, readQuery } from '../../query';

export const metadata: Metadata = { title: 'Check your mail' };

export default async function SentPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'email', 'next');
  const email = parseAddress(query.email ?? '');
  return (
    <PageShell>
      <Card
        title="Check your mail"
        intro={
          <>
            We sent a link to{' '}
            {email ? <strong className="font-semibold text-text">{email}</strong> : 'your address'}. Open it
            in this browser to sign in.
          </>
        }
      >
        <ul className="flex list-disc flex-col gap-1.5 pl-5 text-[0.9375rem]/6 marker:text-muted">
          <li>The link works once, for ten minutes.</li>
          <li>Nothing there? Look in the spam folder, then ask again.</li>
        </ul>
        {hasLocalMailbox() && <LinkButton href="/mailbox">Open the mailbox of this server</LinkButton>}
      </Card>
      <BelowCard>
        <TextLink href={pathWith('/login', { next: safePath(query.next) })}>Use another address</TextLink>
      </BelowCard>
    </PageShell>
  );
}
