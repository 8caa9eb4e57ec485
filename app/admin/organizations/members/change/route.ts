import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { membershipRoles } from '@/lib/organizations/member-rules';
import { changeMemberRole } from '@/lib/organizations/members';
import { mostSlug, pathOfMember } from '../../path';

const fields = z.object({
  organization: z.string().max(mostSlug),
  user: z.uuid(),
  role: z.enum(membershipRoles),
});

export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization, user, role }) => pathOfMember(organization, user, { role }),
  },
  async ({ ctx, fields: { organization, user, role } }) => {
    const outcome = await changeMemberRole(ctx, organization, user, role);
    const notice = outcome === 'changed' ? 'role_changed' : outcome;
    return { path: pathOfMember(organization, user, { notice }) };
  },
);
