import type { Metadata } from 'next';
import { DeviceList, NoDevices, SignOutAllLink } from '@/components/device-list';
import { Notice } from '@/components/notice';
import { ThisBrowser } from '@/components/this-browser';
import { scopeInPlainWords } from '@/lib/clients/scopes';
import { env } from '@/lib/env';
import { listOwnDevices } from '@/lib/sessions/list';
import { pathWith, type Query, readQuery } from '../query';
import { requirePerson } from '../session';
import { findNotice } from './notices';
import { AccountPage } from './shell';

export const metadata: Metadata = { title: 'Your devices' };

export default async function DevicesPage({ searchParams }: { searchParams: Query }) {
  const { notice } = await readQuery(searchParams, 'notice');
  const session = await requirePerson(pathWith('/account', { notice }));
  const { ctx, person } = session;
  const { devices, waiting } = await listOwnDevices(ctx, person.userId);
  const said = findNotice(notice);
  return (
    <AccountPage
      place="devices"
      session={session}
      title="Your devices"
      intro="Everything that is signed in as you."
      action={devices.length + waiting > 0 && <SignOutAllLink />}
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      {waiting > 0 && (
        <Notice
          tone="warning"
          title={
            waiting === 1
              ? 'A device that you allowed is on its way'
              : `${waiting} devices that you allowed are on their way`
          }
        >
          <p>It has not signed in yet. If that was a mistake, “Sign out all” stops it too.</p>
        </Notice>
      )}
      {devices.length > 0 ? (
        <DeviceList
          devices={devices.map((device) => ({
            ...device,
            permissions: device.scopes.map((scope) => scopeInPlainWords(scope)),
          }))}
          now={ctx.now}
        />
      ) : (
        <NoDevices command={loginCommand(env().publicUrl)} />
      )}
      <ThisBrowser name={person.name} email={person.email} isAdmin={person.role === 'admin'} />
    </AccountPage>
  );
}

const loginCommand = (server: string): string =>
  server === 'http://localhost:3000' ? 'npx doorcode login' : `npx doorcode login --server ${server}`;
