import type { Metadata } from 'next';
import { Notice } from '@/components/notice';
import { type Query, readQuery } from '../../query';
import { requirePerson } from '../../session';
import { AccountPage } from '../shell';
import { AuthenticatorSection } from './authenticator-section';
import { BrowsersSection } from './browsers-section';
import { EmailSection } from './email-section';
import { findNotice } from './notices';
import { PasskeysSection } from './passkeys-section';
import { RecoveryCodesSection } from './recovery-codes-section';

export const metadata: Metadata = { title: 'Security' };

/** What keeps this account safe. Each section reads for itself what it shows. */
export default async function SecurityPage({ searchParams }: { searchParams: Query }) {
  const session = await requirePerson('/account/security');
  const { ctx, person } = session;
  const { notice } = await readQuery(searchParams, 'notice');
  const said = findNotice(notice);
  return (
    <AccountPage
      place="security"
      session={session}
      title="Security"
      intro={`How you sign in as ${person.email}, and where you are signed in.`}
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      <div className="flex flex-col gap-10">
        <PasskeysSection ctx={ctx} person={person} />
        <AuthenticatorSection ctx={ctx} person={person} />
        <RecoveryCodesSection ctx={ctx} person={person} />
        <EmailSection ctx={ctx} person={person} />
        <BrowsersSection ctx={ctx} person={person} />
      </div>
    </AccountPage>
  );
}
