import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { removeAuthenticator } from '@/lib/mfa/remove-factor';
import { noticeOfRemoval } from '../../../notices';

const options = { fields: z.object({}), returnTo: '/account/security/authenticator/remove', fresh: true };

export const POST = personForm(options, async ({ ctx, person }) => {
  const notice = noticeOfRemoval(await removeAuthenticator(ctx, person), 'authenticator_removed');
  return { path: `/account/security?notice=${notice}` };
});
