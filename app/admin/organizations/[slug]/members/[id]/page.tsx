import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Badge } from '@/components/badge';
import { Button, LinkButton, TextLink } from '@/components/button';
import { Choices } from '@/components/choices';
import { Fact, Facts, Foreign } from '@/components/facts';
import { Hidden } from '@/components/hidden';
import { Notice } from '@/components/notice';
import { Section } from '@/components/section';
import { Day } from '@/components/time';
import { describeOrganization } from '@/lib/organizations/list';
import { mayGive, rolesToGive } from '@/lib/organizations/member-rules';
import { describeMember } from '@/lib/organizations/members';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { decodeSegment, type Query, readQuery } from '../../../../../query';
import { roleInWords, roleMeans } from '../../../../../roles';
import { requireAdmin } from '../../../../../session';
import { AdminPage } from '../../../../shell';
import { isUserId, pathOfUser } from '../../../../users/path';
import { pathOfMember, pathOfMembers, pathOfOrganization } from '../../../path';
import { standingOf } from '../../../standing';
import { findNotice } from '../../words';

export const metadata: Metadata = { title: 'Member' };

type Props = { params: Promise<{ slug: string; id: string }>; searchParams: Query };

export default async function MemberPage({ params, searchParams }: Props) {
  const [slug, id] = [decodeSegment((await params).slug), decodeSegment((await params).id)];
  const { notice, role } = await readQuery(searchParams, 'notice', 'role');
  const session = await requireAdmin(pathOfMember(slug, id, { role }), {
    permission: 'organizations:read',
  });
  const organization = await describeOrganization(session.ctx, slug);
  const member = organization && isUserId(id) ? await describeMember(session.ctx, slug, id) : null;
  if (!member) notFound();
  const said = findNotice(notice);
  const standing = standingOf(session.person, organization!.id);
  return (
    <AdminPage
      place="organizations"
      session={session}
      title={<Foreign>{member.name ?? member.email}</Foreign>}
      intro={
        <>
          {roleInWords(member.role)} of{' '}
          <TextLink href={pathOfOrganization(slug)}>
            <Foreign>{organization!.name}</Foreign>
          </TextLink>{' '}
          {member.disabledAt && <Badge tone="error">Disabled</Badge>}
        </>
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      <Facts labels="medium">
        <Fact label="E-mail">
          <bdi className="break-words">{member.email}</bdi>
        </Fact>
        <Fact label="Member since">
          <Day at={member.since} now={session.ctx.now} />
        </Fact>
        <Fact label="Second factor">{member.hasSecondFactor ? 'Set up' : 'None'}</Fact>
        <Fact label="Account">
          <TextLink href={pathOfUser(id)}>See devices, sign-ins and organizations</TextLink>
        </Fact>
      </Facts>
      {mayGive(standing, member.role) ? (
        <>
          <Section
            id="role"
            title="Role"
            intro="Whoever is given more signs in again in their browsers. Devices stay signed in."
          >
            <form method="post" action="/admin/organizations/members/change" className="flex flex-col gap-5">
              <Hidden values={{ organization: slug, user: id }} />
              <Choices
                legend="In this organization this person is"
                name="role"
                chosen={role ?? member.role}
                choices={rolesToGive(standing).map((one) => ({
                  value: one,
                  label: roleInWords(one),
                  about: `Who ${roleMeans[one]}.`,
                }))}
              />
              <div className="sm:max-w-52">
                <Button>Save</Button>
              </div>
            </form>
          </Section>
          <Section
            id="remove"
            title="Remove"
            intro={
              slug === defaultOrganizationSlug
                ? 'Everybody belongs to the default organization. To keep somebody out, disable their account.'
                : 'Their sign-ins for this organization end at once.'
            }
          >
            {slug !== defaultOrganizationSlug && (
              <div className="sm:max-w-60">
                <LinkButton href={`${pathOfMember(slug, id)}/remove`} look="secondary">
                  Remove member
                </LinkButton>
              </div>
            )}
          </Section>
        </>
      ) : (
        <p className="text-sm/6 text-muted">
          Only an owner, or an administrator of the server, changes or removes an owner.
        </p>
      )}
      <p>
        <TextLink href={pathOfMembers(slug)}>All members</TextLink>
      </p>
    </AdminPage>
  );
}
