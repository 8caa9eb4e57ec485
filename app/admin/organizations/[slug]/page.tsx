import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ManagedBadges } from '@/components/badge';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { OrganizationFacts } from '@/components/organization-facts';
import { describeOrganization } from '@/lib/organizations/list';
import { decodeSegment, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { pathOfOrganization } from '../path';
import { policyFieldNames } from '../policy/read-policy';
import { ApiKeysSection } from './api-keys-section';
import { DomainsSection } from './domains-section';
import { InvitationsSection } from './invitations-section';
import { MembersSection } from './members-section';
import { PolicySection } from './policy-section';
import { StateSection } from './state-section';
import { daysInWords, devicesInWords, findNotice, policyInWords } from './words';

export const metadata: Metadata = { title: 'Organization' };

type Props = { params: Promise<{ slug: string }>; searchParams: Query };

/** What a step on the way, or a mistake, brought back into the fields. */
const typedFields = [...policyFieldNames, ...(['opened', 'email', 'role', 'domains', 'name'] as const)];

export default async function OrganizationPage({ params, searchParams }: Props) {
  const slug = decodeSegment((await params).slug);
  const { notice, error, ...typed } = await readQuery(searchParams, 'notice', 'error', ...typedFields);
  const session = await requireAdmin(pathOfOrganization(slug, typed), {
    permission: 'organizations:read',
  });
  const { now } = session.ctx;
  const organization = await describeOrganization(session.ctx, slug);
  if (!organization) notFound();
  const said = findNotice(notice);
  const section = { session, organization, typed, error };
  return (
    <AdminPage
      place="organizations"
      session={session}
      title={<Foreign>{organization.name}</Foreign>}
      intro={
        <>
          <span className="block font-mono text-[0.9375rem]/6">{organization.slug}</span>
          <span className="mt-1 flex flex-wrap gap-2">
            <ManagedBadges of={organization} />
          </span>
        </>
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      <OrganizationFacts
        organization={organization}
        policy={policyInWords(organization)}
        days={daysInWords(organization.secondFactorGraceDays)}
        devices={devicesInWords(organization)}
        now={now}
      />
      <div className="flex flex-col gap-12 pt-4">
        <MembersSection {...section} />
        <InvitationsSection {...section} />
        <PolicySection {...section} />
        <DomainsSection {...section} />
        <ApiKeysSection {...section} />
        <StateSection {...section} />
      </div>
      <p>
        <TextLink href="/admin/organizations">All organizations</TextLink>
      </p>
    </AdminPage>
  );
}
