import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { endAllOwnSessions } from '@/lib/sessions/end';

export const POST = personForm({ fields: z.object({}), returnTo: '/account' }, async ({ ctx, person }) => {
  await endAllOwnSessions(ctx, person.userId);
  return { path: '/account?notice=signed_out_all' };
});
