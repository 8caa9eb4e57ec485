import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { Command } from '@/components/empty-state';
import { PageShell } from '@/components/page-shell';
import { PlaceList } from '@/components/place-list';
import { env } from '@/lib/env';
import { hasLocalMailbox } from '@/lib/mail/send';
import { adminPlacesOf } from './admin/shell';
import { currentPerson } from './session';

export const metadata: Metadata = { robots: { index: true, follow: false } };

export default async function HomePage() {
  const { person } = await currentPerson('/');
  const mailbox = hasLocalMailbox()
    ? [{ href: '/mailbox', name: 'Mailbox', about: 'The mails this server would have sent' }]
    : [];
  if (!person)
    return (
      <PageShell>
        <Card
          title="Sign in your tools with your browser"
          intro="A command-line tool, an agent or a TV shows you a code. Enter it here, check who is asking, and allow it or not."
        >
          <div className="flex flex-col gap-3">
            <LinkButton href="/device">Connect a device</LinkButton>
            <LinkButton href="/login?next=/account" look="secondary">
              Sign in
            </LinkButton>
          </div>
          {mailbox.length > 0 && <PlaceList places={mailbox} />}
        </Card>
      </PageShell>
    );
  const places = [
    { href: '/device', name: 'Connect a device', about: 'Enter the code that a device shows you' },
    { href: '/account', name: 'Your devices', about: 'See what is signed in as you, and sign it out' },
    { href: '/account/security', name: 'Security', about: 'Second factor, passkeys, browsers' },
    ...adminPlacesOf(person),
    ...mailbox,
  ];
  const server = env().publicUrl === 'http://localhost:3000' ? '' : ` --server ${env().publicUrl}`;
  return (
    <PageShell>
      <Card title="Where to?" intro={<>You are signed in as {person.email}.</>}>
        <PlaceList places={places} />
        <div className="text-sm text-muted">
          To sign a terminal in, type there:
          <Command>{`npx doorcode login${server}`}</Command>
        </div>
      </Card>
    </PageShell>
  );
}
