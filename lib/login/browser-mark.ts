import { randomSecret } from '@/lib/crypto';
import { readCookie } from '@/lib/login/browser-session';
import { browserCookieName, serializeCookie } from '@/lib/login/cookies';

/** As long as browsers keep a cookie at most (RFC 6265bis §5.5). */
const seconds = 400 * 24 * 3600;

type Headers = { get(name: string): string | null };

/**
 * The mark by which a browser is known again, or null. It opens nothing: it tells whether a mailed link was asked for
 * here, and whether a person has signed in here before.
 */
export function readBrowserMark(headers: Headers): string | null {
  const mark = readCookie(headers.get('cookie'), browserCookieName());
  return mark && /^[A-Za-z0-9_-]{43}$/.test(mark) ? mark : null;
}

/** The same, new unless it has one, with its `Set-Cookie`. */
export function rememberBrowser(headers: Headers): { browser: string; cookie: string } {
  const browser = readBrowserMark(headers) ?? randomSecret().toString('base64url');
  return { browser, cookie: serializeCookie(browserCookieName(), browser, seconds) };
}
