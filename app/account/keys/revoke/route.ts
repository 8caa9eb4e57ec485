import { z } from 'zod';
import { revokeOwnApiKey } from '@/lib/api-keys/own';
import { personForm } from '@/lib/login/form';

const fields = z.object({ key: z.uuid() });

export const POST = personForm({ fields, returnTo: '/account/keys' }, async ({ ctx, person, fields }) => {
  const revoked = await revokeOwnApiKey(ctx, person, fields.key);
  return { path: `/account/keys?notice=${revoked ? 'revoked' : 'gone'}` };
});
