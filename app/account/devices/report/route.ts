import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { reportOwnSession } from '@/lib/sessions/report';

const fields = z.object({ device: z.uuid() });

export const POST = personForm({ fields, returnTo: '/account' }, async ({ ctx, person, fields }) => {
  const ended = await reportOwnSession(ctx, person.userId, fields.device);
  return { path: ended ? '/account/devices/reported' : '/account?notice=already_out' };
});
