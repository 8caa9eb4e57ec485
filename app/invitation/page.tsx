import type { Metadata } from 'next';
import { LinkButton, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Foreign } from '@/components/facts';
import { InvitationForm } from '@/components/invitation-form';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { findInvitationOfLink } from '@/lib/organizations/answer-invitation';
import { pathWith, type Query, readQuery } from '../query';
import { roleInWords, roleMeans } from '../roles';
import { currentPerson } from '../session';
import { pathOfInvitation } from './path';

export const metadata: Metadata = { title: 'Invitation' };

/** Where a mailed invitation leads. Opening it answers nothing: mail scanners open links too. */
export default async function InvitationPage({ searchParams }: { searchParams: Query }) {
  const { token = '' } = await readQuery(searchParams, 'token');
  const here = pathOfInvitation(token);
  const { ctx, person } = await currentPerson(here);
  const invitation = await findInvitationOfLink(ctx, token);
  if (!invitation)
    return (
      <PageShell>
        <Card
          title="This invitation does not work"
          intro="It was answered or withdrawn, it has expired, or the link is not complete. If you still want to join, ask whoever invited you to send it again."
        >
          <LinkButton href={person ? '/account/organizations' : '/'} look="secondary">
            {person ? 'See your organizations' : 'Go to the start'}
          </LinkButton>
        </Card>
      </PageShell>
    );
  const { email, organization, by, role } = invitation;
  const signIn = pathWith('/login', { next: here, email });
  const title = (
    <>
      Join <Foreign>{organization.name}</Foreign>?
    </>
  );
  const intro = (
    <>
      {by ? <bdi className="break-words">{by}</bdi> : 'An administrator'} invites{' '}
      <bdi className="font-medium break-words text-text">{email}</bdi> to belong to it. As{' '}
      {roleInWords(role).toLowerCase()} you {roleMeans[role]}.
    </>
  );
  return (
    <PageShell>
      <Card title={title} intro={intro}>
        {!person && <LinkButton href={signIn}>Sign in to answer</LinkButton>}
        {person && person.email !== email && (
          <>
            <Notice tone="warning" title="You are signed in with another address">
              <p>
                This browser is signed in as <bdi className="break-words">{person.email}</bdi>. Only an
                account with the invited address can answer.
              </p>
            </Notice>
            <LinkButton href={pathWith('/login', { next: here, email, again: '1' })}>
              Use another account
            </LinkButton>
          </>
        )}
        {person?.email === email && <InvitationForm token={token} />}
      </Card>
      {person?.email === email && (
        <BelowCard>
          Not you? <TextLink href={signIn}>Use another account</TextLink>
        </BelowCard>
      )}
    </PageShell>
  );
}
