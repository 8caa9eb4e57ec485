import { z } from 'zod';
import { rememberBrowser } from '@/lib/login/browser-mark';
import { openForm } from '@/lib/login/form';
import { startProviderSignIn } from '@/lib/login/provider-sign-in';
import { safePath } from '@/lib/login/safe-path';
import { requestSignInLink } from '@/lib/login/sign-in-link';
import { parseAddress } from '@/lib/mail/address';
import { MailError } from '@/lib/mail/send';
import { OAuthError } from '@/lib/oauth/errors';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';
import { pathWith } from '../../query';

const fields = z.object({
  email: z.string().max(320).default(''),
  next: z.string().optional(),
  again: z.string().optional(),
});

export const POST = openForm(fields, async ({ ctx, fields, request }) => {
  const next = safePath(fields.next);
  const email = parseAddress(fields.email);
  if (!email) return { path: pathWith('/login', { error: 'invalid_email', email: fields.email, next }) };
  const issuer = await findIssuerOfAddress(email);
  if (issuer)
    return startProviderSignIn(request, { provider: issuer.id, next, email, again: fields.again === '1' });
  const { browser, cookie } = rememberBrowser(request.headers);
  try {
    const asked = await requestSignInLink(ctx, request, { email, next, browser });
    if (asked === 'off') return { path: pathWith('/login', { error: 'no_links', email, next }) };
  } catch (failure) {
    const limited = failure instanceof OAuthError && failure.code === 'too_many_requests';
    if (!limited && !(failure instanceof MailError)) throw failure;
    return { path: pathWith('/login', { error: limited ? 'too_many' : 'mail_failed', email, next }) };
  }
  return { path: pathWith('/login/sent', { email, next }), cookies: [cookie] };
});
