import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { listOwnDevices } from '@/lib/sessions/list';
import { requirePerson } from '../../session';

export const metadata: Metadata = { title: 'Sign out all devices?' };

export default async function SignOutAllPage() {
  const { ctx, person } = await requirePerson('/account/sign-out-all');
  const { devices, waiting } = await listOwnDevices(ctx, person.userId);
  const count = devices.length + waiting;
  if (count === 0) redirect('/account');
  return (
    <ConfirmCard
      title={count === 1 ? 'Sign out your device?' : `Sign out all ${count} devices?`}
      intro="What runs on them stops working as you at once, and has to ask you again. This browser stays signed in."
      action="/account/devices/sign-out-all"
      yes="Sign out all"
      no="Keep them"
      back="/account"
    />
  );
}
