import { z } from 'zod';
import { pathWith } from '@/app/query';
import { personForm } from '@/lib/login/form';
import { safePath } from '@/lib/login/safe-path';
import { confirmAuthenticator } from '@/lib/mfa/authenticator';
import { afterEnrolment } from '../../after-enrolment';

const fields = z.object({ code: z.string().max(40).default(''), next: z.string().optional() });
const page = ({ next }: z.infer<typeof fields>, error?: string) =>
  pathWith('/account/security/authenticator', { next: next && safePath(next), error });

export const POST = personForm(
  { fields, returnTo: (sent) => page(sent), fresh: true, enrolling: true },
  async ({ ctx, person, fields }) => {
    const result = await confirmAuthenticator(ctx, person, fields.code);
    if (result.outcome !== 'verified') return { path: page(fields, result.outcome) };
    const next = fields.next ? safePath(fields.next) : '/account/security?notice=authenticator_added';
    return afterEnrolment(ctx, person, { next, cookies: result.value });
  },
);
