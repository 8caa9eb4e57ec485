import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import { Time } from '@/components/time';
import { findOwnDevice } from '@/lib/sessions/list';
import { pathWith, type Query, readQuery } from '../../../query';
import { requirePerson } from '../../../session';

export const metadata: Metadata = { title: 'Was this not you?' };

export default async function NotMePage({ searchParams }: { searchParams: Query }) {
  const { device: id = '' } = await readQuery(searchParams, 'device');
  const { ctx, person } = await requirePerson(pathWith('/account/devices/not-me', { device: id }));
  const device = await findOwnDevice(ctx, person.userId, id);
  if (!device) redirect('/account?notice=already_out');
  return (
    <ConfirmCard
      title="Was this not you?"
      intro={
        <div className="flex flex-col gap-3">
          <p>
            <strong className="font-semibold text-text">
              <Foreign>{device.deviceName ?? device.clientName}</Foreign>
            </strong>{' '}
            was allowed in your name <Time at={device.createdAt} now={ctx.now} />
            {device.ip && `, for a device at ${device.ip}`}.
          </p>
          <ul className="flex list-disc flex-col gap-1.5 pl-5 text-[0.9375rem]/6">
            <li>It is signed out at once, with everything that came from its code.</li>
            <li>Whatever else was allowed in your name and waits for its device is taken back.</li>
            <li>The administrators are told, with what is known of the device.</li>
            <li>It cannot be undone: if it was you after all, the device has to ask you again.</li>
          </ul>
        </div>
      }
      action="/account/devices/report"
      carried={{ device: device.id }}
      yes="This was not me"
      no="It was me"
      back="/account"
    />
  );
}
