import type { Metadata } from 'next';
import { EmptyState } from '@/components/empty-state';
import { Notice } from '@/components/notice';
import { InvitationList, OwnOrganizationList } from '@/components/own-organizations';
import { NavLink, WideShell } from '@/components/page-shell';
import { SecondFactorNotice } from '@/components/second-factor-notice';
import { Section } from '@/components/section';
import { listOwnOrganizations } from '@/lib/organizations/answer-invitation';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { pathOfOrganization } from '../../admin/organizations/path';
import { pathWith, type Query, readQuery } from '../../query';
import { roleInWords } from '../../roles';
import { askedSoon, requirePerson } from '../../session';
import { findNotice } from './notices';
import { ownOrganizations, pathOfLeave } from './path';

export const metadata: Metadata = { title: 'Your organizations' };

export default async function OwnOrganizationsPage({ searchParams }: { searchParams: Query }) {
  const { notice } = await readQuery(searchParams, 'notice');
  const { ctx, person } = await requirePerson(pathWith(ownOrganizations, { notice }));
  const { organizations, invitations } = await listOwnOrganizations(ctx, person.userId);
  const said = findNotice(notice);
  return (
    <WideShell
      nav={
        <>
          <NavLink href="/account">Your devices</NavLink>
          <NavLink href="/account/security">Security</NavLink>
        </>
      }
    >
      <div className="flex flex-col gap-8">
        <div>
          <h1 className="text-2xl/8 font-semibold tracking-tight">Your organizations</h1>
          <p className="mt-1 text-muted">A device that you allow is signed in for one of them.</p>
        </div>
        <SecondFactorNotice {...askedSoon({ ctx, person })} here={ownOrganizations} />
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
      </div>
    </WideShell>
  );
}
