import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { withdrawInvitation } from '@/lib/organizations/invite';
import { mostSlug, pathOfOrganization } from '../../path';

const fields = z.object({ organization: z.string().max(mostSlug), invitation: z.uuid() });

export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization }) => pathOfOrganization(organization),
  },
  async ({ ctx, fields: { organization, invitation } }) => {
    const outcome = await withdrawInvitation(ctx, invitation);
    return {
      path: pathOfOrganization(organization, { notice: outcome === 'unknown' ? 'no_invitation' : outcome }),
    };
  },
);
