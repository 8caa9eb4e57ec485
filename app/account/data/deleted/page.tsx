import type { Metadata } from 'next';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';

export const metadata: Metadata = { title: 'Your account is deleted' };

/** For whoever was: nobody is signed in here any more. */
export default function DeletedPage() {
  return (
    <PageShell>
      <Card
        title="Your account is deleted"
        intro="Everything that was signed in as you has ended, and a mail says so. You can close this page."
      />
    </PageShell>
  );
}
