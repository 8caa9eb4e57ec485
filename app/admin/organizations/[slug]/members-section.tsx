import { LinkButton } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { MemberTable } from '@/components/member-table';
import { Section } from '@/components/section';
import { listMembers } from '@/lib/organizations/members';
import { roleInWords } from '../../../roles';
import { pathOfMember, pathOfMembers } from '../path';
import type { SectionProps } from './section-props';

const shown = 10;

/** The first of its members, and the way to all. */
export async function MembersSection({ session, organization: { slug, people } }: SectionProps) {
  const { rows } = await listMembers(session.ctx, slug, { text: '', most: shown });
  return (
    <Section
      id="members"
      title="Members"
      action={
        people > 0 && (
          <LinkButton href={pathOfMembers(slug)} look="secondary">
            {people > rows.length ? `All ${people} members` : 'Search members'}
          </LinkButton>
        )
      }
    >
      {rows.length > 0 ? (
        <MemberTable
          members={rows.map((one) => ({
            ...one,
            href: pathOfMember(slug, one.id),
            role: roleInWords(one.role),
          }))}
          now={session.ctx.now}
        />
      ) : (
        <EmptyState title="Nobody belongs to it yet">
          Invite people below. Whoever has an address of its e-mail domains joins at their next sign-in.
        </EmptyState>
      )}
    </Section>
  );
}
