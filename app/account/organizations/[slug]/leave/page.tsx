import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import { listOwnOrganizations } from '@/lib/organizations/answer-invitation';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { decodeSegment, pathWith } from '../../../../query';
import { requirePerson } from '../../../../session';
import { ownOrganizations, pathOfLeave } from '../../path';

export const metadata: Metadata = { title: 'Leave the organization?' };

export default async function LeavePage({ params }: { params: Promise<{ slug: string }> }) {
  const slug = decodeSegment((await params).slug);
  const { ctx, person } = await requirePerson(pathOfLeave(slug));
  const { organizations } = await listOwnOrganizations(ctx, person.userId);
  const organization = organizations.find((one) => one.slug === slug);
  if (!organization) notFound();
  if (slug === defaultOrganizationSlug) redirect(pathWith(ownOrganizations, { notice: 'default' }));
  if (organization.isByAddress) redirect(pathWith(ownOrganizations, { notice: 'by_address' }));
  return (
    <ConfirmCard
      title={
        <>
          Leave <Foreign>{organization.name}</Foreign>?
        </>
      }
      intro="Your devices that are signed in for it are signed out at once, and you come back only when somebody invites you again. This cannot be undone."
      action="/account/organizations/leave"
      carried={{ organization: slug }}
      yes="Leave"
      no="Stay"
      back={ownOrganizations}
    />
  );
}
