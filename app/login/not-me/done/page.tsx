import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';

export const metadata: Metadata = { title: 'You are signed out everywhere' };

export default function NotMeDonePage() {
  return (
    <PageShell>
      <Card
        title="You are signed out everywhere"
        intro="Whoever it was is signed out too. Three things keep them out:"
      >
        <ol className="flex list-decimal flex-col gap-2.5 pl-5 text-[0.9375rem]/6 marker:text-muted">
          <li>
            Change the password of your mailbox, and of whatever else you sign in with. Whoever has one of
            them can sign in again.
          </li>
          <li>
            Sign in, and look at your security page. Remove every passkey and authenticator app that is not
            yours, make new recovery codes, and check your e-mail address.
          </li>
          <li>
            If you are asked for a passkey or a code that you do not have, somebody has added their own. Ask
            an administrator to reset your factors.
          </li>
        </ol>
        <LinkButton href="/login?next=/account/security">Sign in and check</LinkButton>
      </Card>
    </PageShell>
  );
}
