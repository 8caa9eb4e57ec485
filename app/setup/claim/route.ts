import { z } from 'zod';
import { setUpFirstAdmin } from '@/lib/accounts/set-up';
import { rotateBrowserSession } from '@/lib/login/browser-session';
import { personForm } from '@/lib/login/form';

const fields = z.object({ token: z.string().max(200) });

export const POST = personForm({ fields, returnTo: '/account' }, async ({ ctx, person, fields }) => {
  if (!(await setUpFirstAdmin(ctx, person.userId, fields.token))) return { path: '/setup' };
  return { path: '/account?notice=admin', cookies: await rotateBrowserSession(ctx, person) };
});
