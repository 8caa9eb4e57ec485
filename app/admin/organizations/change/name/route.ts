import { z } from 'zod';
import { plainText } from '@/lib/clients/profile';
import { adminForm } from '@/lib/login/form';
import { renameOrganization } from '@/lib/organizations/create';
import { mostSlug, pathOfOrganization } from '../../path';

const fields = z.object({ organization: z.string().max(mostSlug), name: z.string().max(500).default('') });

export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization, name }) => pathOfOrganization(organization, { name }),
  },
  async ({ ctx, fields: { organization, name: typed } }) => {
    const name = plainText(100).safeParse(typed).data;
    if (name === undefined) return { path: pathOfOrganization(organization, { name: typed, error: 'name' }) };
    const outcome = await renameOrganization(ctx, organization, name);
    return {
      path: pathOfOrganization(organization, { notice: outcome === 'changed' ? 'renamed' : outcome }),
    };
  },
);
