import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Button, LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { listOwnDevices } from '@/lib/sessions/list';
import { requirePerson } from '../../session';

export const metadata: Metadata = { title: 'Sign out all devices?' };

export default async function SignOutAllPage() {
  const { ctx, person } = await requirePerson('/account/sign-out-all');
  const { devices, waiting } = await listOwnDevices(ctx, person.userId);
  const count = devices.length + waiting;
  if (count === 0) redirect('/account');
  return (
    <PageShell>
      <Card
        title={count === 1 ? 'Sign out your device?' : `Sign out all ${count} devices?`}
        intro="What runs on them stops working as you at once, and has to ask you again. This browser stays signed in."
      >
        <div className="flex flex-col gap-3">
          <form method="post" action="/account/devices/sign-out-all">
            <Button>Sign out all</Button>
          </form>
          <LinkButton href="/account" look="secondary">
            Keep them
          </LinkButton>
        </div>
      </Card>
    </PageShell>
  );
}
