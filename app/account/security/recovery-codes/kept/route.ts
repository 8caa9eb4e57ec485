import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { safePath } from '@/lib/login/safe-path';
import { forgetNewCodes } from '@/lib/mfa/new-codes-cookie';

const fields = z.object({ next: z.string().optional() });

/** From now on nobody is shown them again. */
export const POST = personForm({ fields, returnTo: '/account/security' }, async ({ fields }) => ({
  path: fields.next ? safePath(fields.next) : '/account/security?notice=codes_kept',
  cookies: [forgetNewCodes()],
}));
