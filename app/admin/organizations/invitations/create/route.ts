import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { parseAddress } from '@/lib/mail/address';
import { OAuthError } from '@/lib/oauth/errors';
import { inviteToOrganization } from '@/lib/organizations/invite';
import { membershipRoles } from '@/lib/organizations/member-rules';
import { mostSlug, pathOfOrganization } from '../../path';

const fields = z.object({
  organization: z.string().max(mostSlug),
  email: z.string().max(320).default(''),
  role: z.enum(membershipRoles),
});

/** Who was invited is not in the address of the page that says so. */
const isDone = (outcome: string) => ['invited', 'mail_failed', 'unknown', 'disabled'].includes(outcome);

export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization, email, role }) => pathOfOrganization(organization, { email, role }),
  },
  async ({ ctx, fields: { organization, email: typed, role } }) => {
    const again = (error: string) => ({
      path: `${pathOfOrganization(organization, { email: typed, role, error })}#invitations`,
    });
    const email = parseAddress(typed);
    if (!email) return again('invalid_email');
    try {
      const outcome = await inviteToOrganization(ctx, organization, { email, role });
      return isDone(outcome)
        ? { path: pathOfOrganization(organization, { notice: outcome }) }
        : again(outcome);
    } catch (error) {
      if (error instanceof OAuthError && error.code === 'too_many_requests') return again('too_many');
      throw error;
    }
  },
);
