import type { Metadata } from 'next';
import { LinkButton, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { parseAddress } from '@/lib/mail/address';
import { hasLocalMailbox } from '@/lib/mail/send';
import { type Query, readQuery } from '../../../../query';
import { requirePerson } from '../../../../session';

export const metadata: Metadata = { title: 'Check your new mailbox' };

export default async function EmailSentPage({ searchParams }: { searchParams: Query }) {
  const { person } = await requirePerson('/account/security');
  const query = await readQuery(searchParams, 'email');
  const email = parseAddress(query.email ?? '');
  return (
    <PageShell>
      <Card
        title="Check your new mailbox"
        intro={
          <>
            We sent a mail to{' '}
            {email ? <strong className="font-semibold text-text">{email}</strong> : 'the new address'}. Open
            its link in this browser.
          </>
        }
      >
        <ul className="flex list-disc flex-col gap-1.5 pl-5 text-[0.9375rem]/6 marker:text-muted">
          <li>The link works once, for thirty minutes.</li>
          <li>
            Until then your e-mail stays <bdi>{person.email}</bdi>.
          </li>
          <li>Nothing there? Look in the spam folder, then ask again.</li>
        </ul>
        {hasLocalMailbox() && <LinkButton href="/mailbox">Open the mailbox of this server</LinkButton>}
      </Card>
      <BelowCard>
        <TextLink href="/account/security/email">Use another address</TextLink>
      </BelowCard>
    </PageShell>
  );
}
