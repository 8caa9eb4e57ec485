import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { safePath } from '@/lib/login/safe-path';
import { addPasskey } from '@/lib/mfa/add-passkey';
import { afterEnrolment } from '../../after-enrolment';
import { newPasskeyPath } from '../new-page-path';

const fields = z.object({
  response: z.string().max(30_000).default(''),
  name: z.string().max(1_000).optional(),
  next: z.string().optional(),
});

export const POST = personForm(
  { fields, returnTo: ({ next }) => newPasskeyPath({ next }), fresh: true, enrolling: true },
  async ({ ctx, person, fields: { response, name, next } }) => {
    const added = await addPasskey(ctx, person, { response, name });
    if (added.outcome !== 'added') return { path: newPasskeyPath({ next, error: added.outcome }) };
    const path = next ? safePath(next) : '/account/security?notice=passkey_added';
    return afterEnrolment(ctx, person, { next: path, cookies: added.cookies });
  },
);
