import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { MemberTable } from '@/components/member-table';
import { Notice } from '@/components/notice';
import { Pager } from '@/components/pager';
import { SearchForm } from '@/components/search-form';
import { normalizeSearch } from '@/lib/accounts/list';
import { describeOrganization } from '@/lib/organizations/list';
import { listMembers } from '@/lib/organizations/members';
import { decodeSegment, type Query, readQuery } from '../../../../query';
import { roleInWords } from '../../../../roles';
import { requireAdmin } from '../../../../session';
import { AdminPage } from '../../../shell';
import { isUserId } from '../../../users/path';
import { pathOfMember, pathOfMembers, pathOfOrganization } from '../../path';
import { findNotice } from '../words';
import { NoMembers } from './no-members';

export const metadata: Metadata = { title: 'Members' };

type Props = { params: Promise<{ slug: string }>; searchParams: Query };

export default async function MembersPage({ params, searchParams }: Props) {
  const slug = decodeSegment((await params).slug);
  const { q, notice, ...from } = await readQuery(searchParams, 'q', 'after', 'before', 'notice');
  const session = await requireAdmin(pathOfMembers(slug, { q, ...from }), {
    permission: 'organizations:read',
  });
  const organization = await describeOrganization(session.ctx, slug);
  if (!organization) notFound();
  const text = normalizeSearch(q);
  const [after, before] = [from.after, from.before].map((id) => (id && isUserId(id) ? id : undefined));
  const page = await listMembers(session.ctx, slug, { text, after, before });
  const at = (place: Record<string, string>) => pathOfMembers(slug, { q: text || undefined, ...place });
  const said = findNotice(notice);
  return (
    <AdminPage
      place="organizations"
      session={session}
      width="full"
      title="Members"
      intro={
        <>
          Of{' '}
          <TextLink href={pathOfOrganization(slug)}>
            <Foreign>{organization.name}</Foreign>
          </TextLink>
          , by e-mail address.
        </>
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      <SearchForm action={pathOfMembers(slug)} label="E-mail or name" search={text} />
      {page.rows.length > 0 ? (
        <MemberTable
          members={page.rows.map((one) => ({
            ...one,
            href: pathOfMember(slug, one.id),
            role: roleInWords(one.role),
          }))}
          now={session.ctx.now}
        />
      ) : (
        <NoMembers slug={slug} text={text} people={organization.people} />
      )}
      <Pager
        before={page.before ? at({ before: page.before }) : null}
        after={page.after ? at({ after: page.after }) : null}
      />
    </AdminPage>
  );
}
