import { env } from '@/lib/env';
import { endBrowserSession, findPerson, findSignedIn, readCookie } from '@/lib/login/browser-session';
import { authCookies, sessionCookieName } from '@/lib/login/cookies';
import { welcomeBrowser } from '@/lib/login/known-browser';
import { type Run, runAuth } from '@/lib/login/run-auth';
import { ownPath } from '@/lib/login/safe-path';
import { requestContext } from '@/lib/oauth/request-context';

/** The way to the provider's own page (RFC 6749 §4.1.1), with the cookies of this one sign-in. */
export async function startProviderSignIn(request: Request, provider: 'github', next: string) {
  const answer = await runAuth(request, `/signin/${provider}`, {
    method: 'POST',
    body: new URLSearchParams({ callbackUrl: next }),
  });
  return { external: answer.headers.get('location') ?? '/login', cookies: answer.headers.getSetCookie() };
}

/**
 * The provider sends the person back. `run` is Auth.js. Whoever was signed in in this browser before is not any more;
 * after a failure the sign-in page still knows where the person was going.
 */
export async function finishProviderSignIn(
  request: Request,
  provider: 'github',
  run: Run,
): Promise<Response> {
  const ctx = requestContext(request);
  const before = await findPerson(ctx, request.headers);
  const { search } = new URL(request.url);
  const answer = await runAuth(request, `/callback/${provider}${search}`, { method: 'GET' }, run);
  const session = answer.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${sessionCookieName()}=`));
  if (session && before) await endBrowserSession(ctx, before);
  const person = session ? await findSignedIn(ctx, session) : null;
  const marks = person ? await welcomeBrowser(ctx, request.headers, person.userId) : [];

  const headers = new Headers(answer.headers);
  for (const mark of marks) headers.append('set-cookie', mark);
  const location = new URL(headers.get('location') ?? '/', env().publicUrl);
  if (location.pathname === '/login') location.searchParams.set('next', wantedPath(request));
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
