import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ManagedBadges } from '@/components/badge';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { OrganizationFacts } from '@/components/organization-facts';
import { PolicyForm } from '@/components/policy-form';
import { Section } from '@/components/section';
import { describeOrganization } from '@/lib/organizations/list';
import { mostGraceDays } from '@/lib/organizations/rules';
import { decodeSegment, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { pathOfOrganization } from '../path';
import { daysInWords, findNotice, policyInWords, whatItMeans, wrongDays } from './words';

export const metadata: Metadata = { title: 'Organization' };

type Props = { params: Promise<{ slug: string }>; searchParams: Query };

export default async function OrganizationPage({ params, searchParams }: Props) {
  const slug = decodeSegment((await params).slug);
  const { notice, error, ...chosen } = await readQuery(
    searchParams,
    ...(['notice', 'error', 'second_factor', 'second_factor_grace_days'] as const),
  );
  const session = await requireAdmin(pathOfOrganization(slug, chosen), {
    permission: 'organizations:read',
    fresh: true,
  });
  const { ctx } = session;
  const organization = await describeOrganization(ctx, slug);
  if (!organization) notFound();
  const said = findNotice(notice);
  // A step on the way came between Save and saving; a link may also have brought these.
  const isUnsaved = error === undefined && Object.values(chosen).some((value) => value !== undefined);
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
        now={ctx.now}
      />
      <Section id="second-factor" title="Second factor" intro={whatItMeans(organization, ctx.now)}>
        {organization.managedByFile ? (
          <p className="rounded-xl border border-line bg-card px-4 py-3 text-sm/6 text-muted">
            Managed by CLIENTS_FILE: change <code className="font-mono">second_factor</code> there, then
            reload with <code className="font-mono whitespace-nowrap">kill -HUP</code>.
          </p>
        ) : (
          <>
            {isUnsaved && (
              <div role="status">
                <Notice tone="warning" title="Not saved yet.">
                  <p>Press Save to go on.</p>
                </Notice>
              </div>
            )}
            <PolicyForm
              organization={organization.slug}
              chosen={chosen.second_factor ?? organization.secondFactor}
              days={chosen.second_factor_grace_days ?? String(organization.secondFactorGraceDays)}
              mostDays={mostGraceDays}
              error={error === 'days' ? wrongDays : null}
            />
          </>
        )}
      </Section>
      <p>
        <TextLink href="/admin/organizations">All organizations</TextLink>
      </p>
    </AdminPage>
  );
}
