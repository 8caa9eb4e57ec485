import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { OAuthError } from '@/lib/oauth/errors';
import { resendInvitation } from '@/lib/organizations/invite';
import { mostSlug, pathOfOrganization } from '../../path';

const fields = z.object({ organization: z.string().max(mostSlug), invitation: z.uuid() });

export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization }) => pathOfOrganization(organization),
  },
  async ({ ctx, fields: { organization, invitation } }) => {
    const to = (notice: string) => ({ path: pathOfOrganization(organization, { notice }) });
    try {
      const outcome = await resendInvitation(ctx, invitation);
      return to(outcome === 'unknown' ? 'no_invitation' : outcome);
    } catch (error) {
      if (error instanceof OAuthError && error.code === 'too_many_requests') return to('too_many');
      throw error;
    }
  },
);
