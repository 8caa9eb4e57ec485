import { z } from 'zod';
import { endOtherBrowsers } from '@/lib/login/browsers';
import { personForm } from '@/lib/login/form';

const options = { fields: z.object({}), returnTo: '/account/security' };

export const POST = personForm(options, async ({ ctx, person }) => {
  await endOtherBrowsers(ctx, person);
  return { path: '/account/security?notice=other_browsers_signed_out' };
});
