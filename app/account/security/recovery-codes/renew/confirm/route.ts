import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { rememberNewCodes } from '@/lib/mfa/new-codes-cookie';
import { makeNewRecoveryCodes } from '@/lib/mfa/recovery-codes';

const options = { fields: z.object({}), returnTo: '/account/security/recovery-codes/renew', fresh: true };

export const POST = personForm(options, async ({ ctx, person }) => {
  const codes = await makeNewRecoveryCodes(ctx, person);
  if (!codes) return { path: '/account/security?notice=no_factor' };
  return { path: '/account/security/recovery-codes', cookies: [rememberNewCodes(ctx, person, codes)] };
});
