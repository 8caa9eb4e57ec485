import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '@/components/empty-state';
import { MailList } from '@/components/mail-list';
import { NavLink, WideShell } from '@/components/page-shell';
import { env } from '@/lib/env';
import { listMails } from '@/lib/mail/mailbox';
import { hasLocalMailbox } from '@/lib/mail/send';

export const metadata: Metadata = { title: 'Mailbox' };

/** Only on a loopback address without SMTP: who can open this page can read the files behind it as well. */
export default async function MailboxPage() {
  if (!hasLocalMailbox()) notFound();
  const mails = await listMails();
  return (
    <WideShell
      nav={
        <>
          <NavLink href="/login">Sign in</NavLink>
          <NavLink href="/account">Your devices</NavLink>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <div>
          <h1 className="text-2xl/8 font-semibold tracking-tight">Mailbox</h1>
          <p className="mt-1 text-muted">
            The mails that this server would have sent, newest first. Set EMAIL_SERVER to send them.
          </p>
        </div>
        {mails.length > 0 ? (
          <MailList mails={mails} ownOrigin={env().publicUrl} now={new Date()} />
        ) : (
          <EmptyState title="No mail yet">
            Ask for a sign-in link on the sign-in page. It arrives here.
          </EmptyState>
        )}
      </div>
    </WideShell>
  );
}
