import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import { describeOrganization } from '@/lib/organizations/list';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { decodeSegment } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { pathOfOrganization } from '../../path';

export const metadata: Metadata = { title: 'Disable the organization?' };

export default async function DisableOrganizationPage({ params }: { params: Promise<{ slug: string }> }) {
  const slug = decodeSegment((await params).slug);
  const { ctx } = await requireAdmin(`${pathOfOrganization(slug)}/disable`, {
    permission: 'organizations:create',
    fresh: true,
  });
  const organization = await describeOrganization(ctx, slug);
  if (!organization) notFound();
  if (organization.managedByFile) redirect(pathOfOrganization(slug, { notice: 'managed_by_file' }));
  if (slug === defaultOrganizationSlug) redirect(pathOfOrganization(slug, { notice: 'default' }));
  if (organization.disabledAt) redirect(pathOfOrganization(slug, { notice: 'unchanged' }));
  return (
    <ConfirmCard
      title={
        <>
          Disable <Foreign>{organization.name}</Foreign>?
        </>
      }
      intro={
        <ul className="flex list-disc flex-col gap-1.5 pl-5">
          <li>Every device that is signed in for it stops working at once.</li>
          <li>Its API keys stop working, and its owners and admins administer it no more.</li>
          <li>Nobody can sign in for it, and its invitations cannot be accepted.</li>
          <li>You can enable it again: what has not ended since then works again.</li>
        </ul>
      }
      action="/admin/organizations/change/state"
      carried={{ organization: slug, to: 'disabled' }}
      yes="Disable"
      no="Keep it on"
      back={pathOfOrganization(slug)}
    />
  );
}
