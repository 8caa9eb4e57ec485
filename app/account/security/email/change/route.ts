import { z } from 'zod';
import { requestEmailChange } from '@/lib/login/email-change';
import { personForm } from '@/lib/login/form';
import { parseAddress } from '@/lib/mail/address';
import { MailError } from '@/lib/mail/send';
import { OAuthError } from '@/lib/oauth/errors';
import { pathWith } from '../../../../query';

const page = '/account/security/email';
const fields = z.object({ email: z.string().max(320).default('') });
const returnTo = ({ email }: z.infer<typeof fields>) => pathWith(page, { email });

export const POST = personForm({ fields, returnTo, fresh: true }, async ({ ctx, person, fields }) => {
  const wanted = parseAddress(fields.email);
  const back = (error: string) => ({ path: pathWith(page, { error, email: fields.email }) });
  if (!wanted) return back('invalid_email');
  try {
    const outcome = await requestEmailChange(ctx, person, wanted);
    return outcome === 'sent' ? { path: pathWith(`${page}/sent`, { email: wanted }) } : back(outcome);
  } catch (failure) {
    const limited = failure instanceof OAuthError && failure.code === 'too_many_requests';
    if (!limited && !(failure instanceof MailError)) throw failure;
    return back(limited ? 'too_many' : 'mail_failed');
  }
});
