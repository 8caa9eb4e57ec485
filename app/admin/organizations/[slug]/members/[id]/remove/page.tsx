import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import { domainOf } from '@/lib/mail/address';
import { describeOrganization } from '@/lib/organizations/list';
import { describeMember } from '@/lib/organizations/members';
import { decodeSegment } from '../../../../../../query';
import { requireAdmin } from '../../../../../../session';
import { isUserId } from '../../../../../users/path';
import { pathOfMember } from '../../../../path';

export const metadata: Metadata = { title: 'Remove the member?' };

type Props = { params: Promise<{ slug: string; id: string }> };

export default async function RemoveMemberPage({ params }: Props) {
  const [slug, id] = [decodeSegment((await params).slug), decodeSegment((await params).id)];
  const { ctx } = await requireAdmin(`${pathOfMember(slug, id)}/remove`, {
    permission: 'organizations:write',
    fresh: true,
  });
  const organization = await describeOrganization(ctx, slug);
  const member = organization && isUserId(id) ? await describeMember(ctx, slug, id) : null;
  if (!organization || !member) notFound();
  const comesBack = organization.emailDomains.includes(domainOf(member.email));
  const theirKeys = organization.apiKeys.filter(({ createdById }) => createdById === id);
  return (
    <ConfirmCard
      title={
        <>
          Remove <Foreign>{member.name ?? member.email}</Foreign> from <Foreign>{organization.name}</Foreign>?
        </>
      }
      intro={
        <ul className="flex list-disc flex-col gap-1.5 pl-5">
          <li>Their devices that are signed in for it are signed out at once. This cannot be undone.</li>
          <li>Invitations that they made and nobody has answered are withdrawn.</li>
          <li>Their account stays, and what they have signed in for other organizations.</li>
          {theirKeys.length > 0 && (
            <li>
              API keys of the organization that they made still count:{' '}
              <Foreign>{theirKeys.map(({ name }) => name).join(', ')}</Foreign>. They have seen them; revoke
              what they might still use.
            </li>
          )}
          {comesBack && (
            <li>
              Their address is of one of its e-mail domains: they join again at their next sign-in, as a
              member. To keep them out, disable their account or remove the domain.
            </li>
          )}
        </ul>
      }
      action="/admin/organizations/members/end"
      carried={{ organization: slug, user: id }}
      yes="Remove member"
      no="Keep them"
      back={pathOfMember(slug, id)}
    />
  );
}
