import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { requirePerson } from '../../../session';

export const metadata: Metadata = { title: 'The device is signed out' };

/** Whoever got one device in may have got further: the ways to look. */
export default async function ReportedPage() {
  await requirePerson('/account/devices/reported');
  return (
    <PageShell>
      <Card
        title="The device is signed out"
        intro="Everything that came from its code has ended, and the administrators are told. Whoever had you enter that code, or was in your account, may have got further. Look:"
      >
        <div className="flex flex-col gap-3">
          <LinkButton href="/account">Your other devices</LinkButton>
          <LinkButton href="/account/security#browsers" look="secondary">
            Your browsers
          </LinkButton>
          <LinkButton href="/account/security#passkeys" look="secondary">
            Your second factors
          </LinkButton>
        </div>
        <p className="text-sm/6 text-muted">
          Sign out whatever you do not know. From now on, enter only codes that your own device shows you.
        </p>
      </Card>
    </PageShell>
  );
}
