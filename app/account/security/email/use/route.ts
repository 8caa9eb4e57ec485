import { z } from 'zod';
import { confirmEmailChange } from '@/lib/login/email-change';
import { personForm } from '@/lib/login/form';
import { pathWith } from '../../../../query';

const page = '/account/security/email';
const fields = z.object({ token: z.string().max(100) });
const returnTo = ({ token }: z.infer<typeof fields>) => pathWith(`${page}/confirm`, { token });

export const POST = personForm({ fields, returnTo, fresh: true }, async ({ ctx, person, fields }) => {
  const outcome = await confirmEmailChange(ctx, person, fields.token);
  if (outcome === 'changed') return { path: '/account/security?notice=email_changed' };
  return { path: pathWith(page, { error: outcome }) };
});
