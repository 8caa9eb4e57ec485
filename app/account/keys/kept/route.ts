import { z } from 'zod';
import { forgetNewKey } from '@/lib/api-keys/new-key-cookie';
import { personForm } from '@/lib/login/form';
import { safePath } from '@/lib/login/safe-path';

const fields = z.object({ next: z.string().optional() });

/** From now on nobody is shown it again. */
export const POST = personForm({ fields, returnTo: '/account/keys' }, async ({ fields }) => ({
  path: fields.next ? safePath(fields.next) : '/account/keys?notice=kept',
  cookies: [forgetNewKey()],
}));
