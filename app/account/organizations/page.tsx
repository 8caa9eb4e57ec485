import type { Metadata } from 'next';
import { EmptyState } from '@/components/empty-state';
import { Notice } from '@/components/notice';
import { InvitationList, OwnOrganizationList } from '@/components/own-organizations';
import { Section } from '@/components/section';
import { listOwnOrganizations } from '@/lib/organizations/answer-invitation';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { pathOfOrganization } from '../../admin/organizations/path';
import { pathWith, type Query, readQuery } from '../../query';
import { roleInWords } from '../../roles';
import { requirePerson } from '../../session';
import { AccountPage } from '../shell';
import { findNotice } from './notices';
import { ownOrganizations, pathOfLeave } from './path';

export const metadata: Metadata = { title: 'Your organizations' };

export default async function OwnOrganizationsPage({ searchParams }: { searchParams: Query }) {
  const { notice } = await readQuery(searchParams, 'notice');
  const session = await requirePerson(pathWith(ownOrganizations, { notice }));
  const { ctx, person } = session;
  const { organizations, invitations } = await listOwnOrganizations(ctx, person.userId);
  const said = findNotice(notice);
  return (
    <AccountPage
      place="organizations"
      session={session}
      title="Your organizations"
      intro="A device that you allow is signed in for one of them."
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      {invitations.length > 0 && (
        <Section id="invitations" title="Invitations" intro="Each waits for your answer.">
          <InvitationList
            invitations={invitations.map((one) => ({
              ...one,
              name: one.organization.name,
              role: roleInWords(one.role),
            }))}
            now={ctx.now}
          />
        </Section>
      )}
      {organizations.length > 0 ? (
        <OwnOrganizationList
          organizations={organizations.map((one) => ({
            ...one,
            role: roleInWords(one.role),
            href: one.role === 'member' || one.isDisabled ? null : pathOfOrganization(one.slug),
            leave: one.slug === defaultOrganizationSlug || one.isByAddress ? null : pathOfLeave(one.slug),
          }))}
          now={ctx.now}
        />
      ) : (
        <EmptyState title="You belong to no organization">
          Ask an administrator to invite you: a device is signed in for one.
        </EmptyState>
      )}
    </AccountPage>
  );
}
