import type { Metadata } from 'next';
import { DeviceList, NoDevices, SignOutAllLink } from '@/components/device-list';
import { Notice } from '@/components/notice';
import { NavLink, WideShell } from '@/components/page-shell';
import { SecondFactorNotice } from '@/components/second-factor-notice';
import { ThisBrowser } from '@/components/this-browser';
import { isAdministrator } from '@/lib/authority/rules';
import { scopeInPlainWords } from '@/lib/clients/scopes';
import { env } from '@/lib/env';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { hasLocalMailbox } from '@/lib/mail/send';
import { listOwnDevices } from '@/lib/sessions/list';
import { pathWith, type Query, readQuery } from '../query';
import { askedSoon, requirePerson } from '../session';
import { findNotice } from './notices';

export const metadata: Metadata = { title: 'Your devices' };

export default async function AccountPage({ searchParams }: { searchParams: Query }) {
  const { notice } = await readQuery(searchParams, 'notice');
  const { ctx, person } = await requirePerson(pathWith('/account', { notice }));
  const { devices, waiting } = await listOwnDevices(ctx, person.userId);
  const said = findNotice(notice);
  return (
    <WideShell
      nav={
        <>
          <NavLink href="/device">Connect a device</NavLink>
          <NavLink href="/account/security">Security</NavLink>
          <NavLink href="/account/organizations">Organizations</NavLink>
          {isAdministrator(authorityOfPerson(person)) && <NavLink href="/admin">Administration</NavLink>}
          {hasLocalMailbox() && <NavLink href="/mailbox">Mailbox</NavLink>}
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="text-2xl/8 font-semibold tracking-tight">Your devices</h1>
            <p className="mt-1 text-muted">Everything that is signed in as you.</p>
          </div>
          {devices.length + waiting > 0 && <SignOutAllLink />}
        </div>
        <SecondFactorNotice {...askedSoon({ ctx, person })} here="/account" />
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
              permissions: device.scopes.map(scopeInPlainWords),
            }))}
            now={ctx.now}
          />
        ) : (
          <NoDevices command={loginCommand(env().publicUrl)} />
        )}
        <ThisBrowser name={person.name} email={person.email} isAdmin={person.role === 'admin'} />
      </div>
    </WideShell>
  );
}

const loginCommand = (server: string): string =>
  server === 'http://localhost:3000' ? 'npx doorcode login' : `npx doorcode login --server ${server}`;
