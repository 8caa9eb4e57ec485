import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { resetFactors } from '@/lib/mfa/reset-factors';
import { pathOfReset, pathOfUser, userId } from '../path';

const fields = z.object({ user: userId });

export const POST = adminForm(
  { permission: 'people:write', fields, returnTo: ({ user }) => pathOfReset(user) },
  async ({ ctx, fields: { user } }) => {
    const notice = await resetFactors(ctx, user);
    return { path: pathOfUser(user, { notice }) };
  },
);
