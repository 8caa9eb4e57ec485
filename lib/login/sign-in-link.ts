import { inviteToSetUp, isSetUpToken } from '@/lib/accounts/set-up';
import { findSignInFacts } from '@/lib/accounts/store';
import type { RequestContext } from '@/lib/context';
import { equalInConstantTime, hmac } from '@/lib/crypto';
import { env } from '@/lib/env';
import { readBrowserMark } from '@/lib/login/browser-mark';
import { sessionCookieName } from '@/lib/login/cookies';
import { offeredProviders } from '@/lib/login/providers';
import { decideEmailSignIn } from '@/lib/login/rules';
import { runAuth } from '@/lib/login/run-auth';
import { ownPath } from '@/lib/login/safe-path';
import { refusedSignInMail, signInLinkMail } from '@/lib/mail/messages';
import { MailError, sendMail } from '@/lib/mail/send';
import { isInvited } from '@/lib/organizations/answer-invitation';
import { limitMails } from '@/lib/rate-limit/mails';
import { siteName } from '@/lib/settings/branding';
import { isMethodOn } from '@/lib/settings/methods';

export const linkLifetimeSeconds = 600;
const browserHeader = 'x-doorcode-link-browser';

/**
 * Somebody asks for a link for this address. The mailbox's owner is told whatever comes of it; the page says the same
 * in every case, so that nobody learns who has an account. `off`: this server sends none. Throws 429 and MailError.
 */
export async function requestSignInLink(
  ctx: RequestContext,
  request: Request,
  asked: { email: string; next: string; browser: string },
): Promise<'sent' | 'off'> {
  if (!(await isMethodOn('email'))) return 'off';
  await limitMails(ctx, asked.email);
  const setUp = new URL(asked.next, env().publicUrl);
  if (setUp.pathname === '/setup' && (await isSetUpToken(setUp.searchParams.get('token') ?? '')))
    await inviteToSetUp(ctx, asked.email);

  const person = await findSignInFacts(asked.email);
  const decision = decideEmailSignIn(person, env().signUp, asked.email, await isInvited(ctx, asked.email));
  if (decision !== 'allowed') {
    const offered = (await offeredProviders()).filter(({ id }) => person?.providers.includes(id));
    const names = offered.map(({ name }) => name);
    await sendMail(refusedSignInMail(asked.email, siteName(), decision, names), ctx.now);
    return 'sent';
  }
  const answer = await runAuth(request, '/signin/email', {
    method: 'POST',
    body: new URLSearchParams({ email: asked.email, callbackUrl: asked.next }),
    headers: { [browserHeader]: markOfBrowser(asked.browser) },
  });
  if (!answer.headers.get('location')?.includes('verify-request'))
    throw new MailError('the sign-in link could not be sent');
  return 'sent';
}

/** Auth.js hands the new token over here. The link leads to a page of ours whose button uses it: a GET burns nothing. */
export async function deliverSignInLink(made: {
  identifier: string;
  url: string;
  token: string;
  request: Request;
}): Promise<void> {
  const link = new URL('/login/link', env().publicUrl);
  link.searchParams.set('email', made.identifier);
  link.searchParams.set('token', made.token);
  link.searchParams.set('browser', made.request.headers.get(browserHeader) ?? '');
  link.searchParams.set('next', ownPath(new URL(made.url).searchParams.get('callbackUrl')));
  await sendMail(signInLinkMail(made.identifier, siteName(), link.href), new Date());
}

/** What the link carries to know its browser again: of no use without that browser's cookie. */
const markOfBrowser = (browser: string): string => hmac('link-browser', browser).toString('base64url');

/** Was the link asked for in this browser? */
export function isSameBrowser(mark: string, headers: { get(name: string): string | null }): boolean {
  const browser = readBrowserMark(headers);
  return browser !== null && equalInConstantTime(mark, markOfBrowser(browser));
}

/** Use the link up. Returns the session's `Set-Cookie`, or null when the link is expired, used or unknown. */
export async function consumeSignInLink(
  request: Request,
  link: { email: string; token: string },
): Promise<string | null> {
  const query = new URLSearchParams({ email: link.email, token: link.token, callbackUrl: '/' });
  const answer = await runAuth(request, `/callback/email?${query}`, { method: 'GET' });
  return answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${sessionCookieName()}=`)) ?? null;
}
