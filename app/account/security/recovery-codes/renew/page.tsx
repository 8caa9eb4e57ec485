import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Button, LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { hasOwnFactor } from '@/lib/login/next-step';
import { requirePerson } from '../../../../session';

export const metadata: Metadata = { title: 'Make new recovery codes?' };

export default async function RenewCodesPage() {
  const { person } = await requirePerson('/account/security/recovery-codes/renew', { fresh: true });
  if (!hasOwnFactor(person)) redirect('/account/security?notice=no_factor');
  return (
    <PageShell>
      <Card
        title="Make new recovery codes?"
        intro="The codes that you have kept until now stop working at once. You are shown ten new ones."
      >
        <div className="flex flex-col gap-3">
          <form method="post" action="/account/security/recovery-codes/renew/confirm">
            <Button>Make new codes</Button>
          </form>
          <LinkButton href="/account/security" look="secondary">
            Keep the old ones
          </LinkButton>
        </div>
      </Card>
    </PageShell>
  );
}
