import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { removeMember } from '@/lib/organizations/members';
import { mostSlug, pathOfMember, pathOfMembers } from '../../path';

const fields = z.object({ organization: z.string().max(mostSlug), user: z.uuid() });

export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization, user }) => `${pathOfMember(organization, user)}/remove`,
  },
  async ({ ctx, fields: { organization, user } }) => {
    const notice = await removeMember(ctx, organization, user);
    const isGone = notice === 'changed' || notice === 'unknown';
    return {
      path: isGone
        ? pathOfMembers(organization, { notice: notice === 'changed' ? 'removed' : 'unknown' })
        : pathOfMember(organization, user, { notice }),
    };
  },
);
