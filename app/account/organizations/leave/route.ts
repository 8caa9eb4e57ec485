import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { leaveOrganization } from '@/lib/organizations/members';
import { pathWith } from '../../../query';
import { ownOrganizations, pathOfLeave } from '../path';

const fields = z.object({ organization: z.string().max(100) });

export const POST = personForm(
  { fields, returnTo: ({ organization }) => pathOfLeave(organization) },
  async ({ ctx, person, fields }) => {
    const notice = await leaveOrganization(ctx, person.userId, fields.organization);
    return { path: pathWith(ownOrganizations, { notice }) };
  },
);
