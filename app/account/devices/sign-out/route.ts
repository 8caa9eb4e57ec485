import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { endOwnSession } from '@/lib/sessions/end';

const fields = z.object({ device: z.uuid() });

export const POST = personForm({ fields, returnTo: '/account' }, async ({ ctx, person, fields }) => {
  const ended = await endOwnSession(ctx, person.userId, fields.device);
  return { path: `/account?notice=${ended ? 'signed_out' : 'already_out'}` };
});
