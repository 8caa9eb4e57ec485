import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { switchOrganization } from '@/lib/organizations/create';
import { mostSlug, pathOfOrganization } from '../../path';

const fields = z.object({
  organization: z.string().max(mostSlug),
  to: z.enum(['disabled', 'enabled']),
});

export const POST = adminForm(
  {
    permission: 'organizations:create',
    fields,
    returnTo: ({ organization }) => pathOfOrganization(organization),
  },
  async ({ ctx, fields: { organization, to } }) => {
    const outcome = await switchOrganization(ctx, organization, to);
    return { path: pathOfOrganization(organization, { notice: outcome === 'changed' ? to : outcome }) };
  },
);
