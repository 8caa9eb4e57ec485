import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <PageShell>
      <Card
        title="There is no page here"
        intro="The address may be mistyped, or the page has moved. To enter a code from a device, go to “Connect a device”."
      >
        <div className="flex flex-col gap-3">
          <LinkButton href="/device">Connect a device</LinkButton>
          <LinkButton href="/" look="secondary">
            Go to the start
          </LinkButton>
        </div>
      </Card>
    </PageShell>
  );
}
