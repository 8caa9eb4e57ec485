import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { hasOwnFactor } from '@/lib/login/next-step';
import { rememberNewCodes } from '@/lib/mfa/new-codes-cookie';
import { makeNewRecoveryCodes } from '@/lib/mfa/recovery-codes';

const options = { fields: z.object({}), returnTo: '/account/security', fresh: true };

export const POST = personForm(options, async ({ ctx, person }) => {
  if (!hasOwnFactor(person)) return { path: '/account/security?notice=no_factor' };
  const codes = await makeNewRecoveryCodes(ctx, person);
  return { path: '/account/security/recovery-codes', cookies: [rememberNewCodes(ctx, person, codes)] };
});
