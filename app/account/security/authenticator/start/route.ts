import { z } from 'zod';
import { pathWith } from '@/app/query';
import { personForm } from '@/lib/login/form';
import { safePath } from '@/lib/login/safe-path';
import { beginAuthenticator } from '@/lib/mfa/authenticator';

const fields = z.object({ next: z.string().optional() });
const page = ({ next }: z.infer<typeof fields>) =>
  pathWith('/account/security/authenticator', { next: next && safePath(next) });

export const POST = personForm(
  { fields, returnTo: page, fresh: true, enrolling: true },
  async ({ ctx, person, fields }) => {
    await beginAuthenticator(ctx, person);
    return { path: page(fields) };
  },
);
