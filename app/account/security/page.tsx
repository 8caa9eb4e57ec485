import type { Metadata } from 'next';
import { Notice } from '@/components/notice';
import { NavLink, WideShell } from '@/components/page-shell';
import { SecondFactorNotice } from '@/components/second-factor-notice';
import { type Query, readQuery } from '../../query';
import { askedSoon, requirePerson } from '../../session';
import { AuthenticatorSection } from './authenticator-section';
import { BrowsersSection } from './browsers-section';
import { EmailSection } from './email-section';
import { findNotice } from './notices';
import { PasskeysSection } from './passkeys-section';
import { RecoveryCodesSection } from './recovery-codes-section';

export const metadata: Metadata = { title: 'Security' };

/** What keeps this account safe. Each section reads for itself what it shows. */
export default async function SecurityPage({ searchParams }: { searchParams: Query }) {
  const { ctx, person } = await requirePerson('/account/security');
  const { notice } = await readQuery(searchParams, 'notice');
  const said = findNotice(notice);
  return (
    <WideShell nav={<NavLink href="/account">Your devices</NavLink>}>
      <div className="flex flex-col gap-10">
        <div>
          <h1 className="text-2xl/8 font-semibold tracking-tight">Security</h1>
          <p className="mt-1 text-muted">How you sign in as {person.email}, and where you are signed in.</p>
        </div>
        {said && (
          <Notice tone={said.tone} title={said.title}>
            <p>{said.sentence}</p>
          </Notice>
        )}
        <SecondFactorNotice {...askedSoon({ ctx, person })} here="/account/security" />
        <PasskeysSection ctx={ctx} person={person} />
        <AuthenticatorSection ctx={ctx} person={person} />
        <RecoveryCodesSection ctx={ctx} person={person} />
        <EmailSection ctx={ctx} person={person} />
        <BrowsersSection ctx={ctx} person={person} />
      </div>
    </WideShell>
  );
}
