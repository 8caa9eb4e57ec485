import { env } from '@/lib/env';
import { type OpenedProvider, openProvider } from '@/lib/login/auth-provider';
import {
  browserSessionSeconds,
  endBrowserSession,
  findPerson,
  findSignedIn,
  readCookie,
} from '@/lib/login/browser-session';
import { authCookies, sessionCookieName } from '@/lib/login/cookies';
import type { Next } from '@/lib/login/form';
import { welcomeBrowser } from '@/lib/login/known-browser';
import { nameOfProvider } from '@/lib/login/providers';
import { type Run, runAuth } from '@/lib/login/run-auth';
import { ownPath } from '@/lib/login/safe-path';
import { rememberWayOut } from '@/lib/login/way-out';
import { requestContext } from '@/lib/oauth/request-context';
import { limit } from '@/lib/rate-limit/limit';

type Asked = {
  provider: string;
  /** A path of ours to come back to. */
  next: string;
  /** Whom the person has said that they are. */
  email?: string | null;
  /** Must they prove it, although they may be signed in there? */
  again?: boolean;
};

/**
 * The way to the provider's own page (RFC 6749 §4.1.1), with the cookies of this one sign-in: by a page of ours, since
 * browsers hold every redirect after a form to the `form-action` of its page, the provider's own redirects too. Throws 429.
 */
export async function startProviderSignIn(request: Request, asked: Asked): Promise<Next> {
  const { provider: id, next } = asked;
  const ctx = requestContext(request);
  await limit('provider-network', ctx.network ?? '');
  const provider = await openProvider(id);
  const failed = (error: string): Next => ({
    path: `/login?${new URLSearchParams({ error, provider: id, next, ...(asked.email && { email: asked.email }) })}`,
  });
  if (!provider) return failed('no_provider');
  const query = new URLSearchParams(parametersOf(asked));
  const answer = await runAuth(
    request,
    `/signin/${id}?${query}`,
    { method: 'POST', body: new URLSearchParams({ callbackUrl: next }) },
    { provider },
  );
  const url = answer.headers.get('location') ?? '';
  // What Auth.js could not do ends on a page of ours: the issuer's metadata could not be had.
  if (url === '' || url.startsWith(`${env().publicUrl}/`)) return failed('unreachable');
  const wayOut = rememberWayOut(ctx, { url, name: nameOf(provider, id) });
  return wayOut
    ? { path: '/login/continue', cookies: [...answer.headers.getSetCookie(), wayOut] }
    : failed('unreachable');
}

const nameOf = ({ issuer }: OpenedProvider, id: string): string => issuer?.name ?? nameOfProvider(id);

/** OpenID Connect Core §3.1.2.1. Google knows no `login`; GitHub neither parameter. */
function parametersOf({ provider, email, again }: Asked): Record<string, string> {
  if (provider === 'github') return {};
  const prompt = provider === 'google' ? 'select_account' : 'login';
  return {
    ...(email ? { login_hint: email } : {}),
    ...(again ? { prompt } : {}),
    ...(isAnyIssuer(provider) ? { max_age: String(again ? 0 : browserSessionSeconds) } : {}),
  };
}

/** One that, asked for `max_age`, must tell `auth_time`; Google and Microsoft do as they do. */
const isAnyIssuer = (provider: string): boolean => provider === 'oidc' || provider.startsWith('org-');

/**
 * The provider sends the person back. `run` is Auth.js. Whoever was signed in in this browser before is not any more;
 * after a failure the sign-in page still knows where the person was going, and with whom. Null: there is no such provider.
 */
export async function finishProviderSignIn(request: Request, id: string, run: Run): Promise<Response | null> {
  const provider = await openProvider(id);
  if (!provider) return null;
  const ctx = requestContext(request);
  const before = await findPerson(ctx, request.headers);
  const { search } = new URL(request.url);
  const answer = await runAuth(request, `/callback/${id}${search}`, { method: 'GET' }, { provider, run });
  const session = answer.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${sessionCookieName()}=`));
  if (session && before) await endBrowserSession(ctx, before);
  const person = session ? await findSignedIn(ctx, session) : null;
  const marks = person ? await welcomeBrowser(ctx, request.headers, person.userId) : [];

  const headers = new Headers(answer.headers);
  for (const mark of marks) headers.append('set-cookie', mark);
  const location = new URL(headers.get('location') ?? '/', env().publicUrl);
  if (!session) {
    // Auth.js's own pages are not reachable.
    if (location.pathname !== '/login') location.href = `${env().publicUrl}/login?error=Configuration`;
    location.searchParams.set('next', wantedPath(request));
    location.searchParams.set('provider', id);
  }
  headers.set('location', location.href);
  headers.set('cache-control', 'no-store');
  return new Response(null, { status: 303, headers });
}

function wantedPath(request: Request): string {
  const kept = readCookie(request.headers.get('cookie'), authCookies().callbackUrl.name);
  try {
    return ownPath(decodeURIComponent(kept ?? ''));
  } catch {
    return '/';
  }
}
