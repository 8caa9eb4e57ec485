import { InvitationRows, InviteForm } from '@/components/invitation-rows';
import { Section } from '@/components/section';
import { listInvitations } from '@/lib/organizations/invite';
import { mayGive, rolesToGive } from '@/lib/organizations/member-rules';
import { roleInWords, rolesToChoose } from '../../../roles';
import { may, standingOf } from '../standing';
import { type SectionProps, Unsaved } from './section-props';
import { wrongInvitation } from './words';

/** Who was invited and has not answered, and a form to invite somebody. */
export async function InvitationsSection({ session, organization, typed, error }: SectionProps) {
  const { ctx, person } = session;
  const invitations = await listInvitations(ctx, organization.slug);
  const standing = standingOf(person, organization.id);
  const mayInvite = may(person, 'organizations:write') && organization.disabledAt === null;
  const problem = wrongInvitation(error);
  return (
    <Section
      id="invitations"
      title="Invitations"
      intro={
        invitations.length === 0
          ? 'None is waiting for an answer.'
          : 'Each waits for an answer. Sending one again makes a new link; the one before works no more.'
      }
    >
      {invitations.length > 0 && (
        <InvitationRows
          organization={organization.slug}
          invitations={invitations.map((one) => ({
            ...one,
            role: roleInWords(one.role),
            mayChange: mayInvite && mayGive(standing, one.role),
          }))}
          now={ctx.now}
        />
      )}
      {mayInvite && (
        <>
          {!problem && <Unsaved typed={typed} names={['email']} />}
          <InviteForm
            organization={organization.slug}
            email={typed.email ?? ''}
            role={typed.role ?? 'member'}
            roles={rolesToChoose(rolesToGive(standing).toReversed())}
            error={problem}
          />
        </>
      )}
    </Section>
  );
}
