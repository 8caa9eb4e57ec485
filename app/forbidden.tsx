import type { Metadata } from 'next';
import { LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';

export const metadata: Metadata = { title: 'For administrators' };

/** Where Next.js runs without the front, which answers with a page that needs no scripts (server/failed-page.ts). */
export default function Forbidden() {
  return (
    <PageShell>
      <Card
        title="This page is for administrators"
        intro="You are signed in, but not as an administrator. Use another account, or ask whoever runs this server."
      >
        <div className="flex flex-col gap-3">
          <LinkButton href="/login?next=/admin">Use another account</LinkButton>
          <LinkButton href="/" look="secondary">
            Go to the start
          </LinkButton>
        </div>
      </Card>
    </PageShell>
  );
}
