import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { sessionCookieName } from '@/lib/login/cookies';
import { type BrowserSessionRow, deleteBrowserSession, findBrowserSession } from '@/lib/login/store';

/** A person in a signed-in browser. */
export type Person = BrowserSessionRow;

export const hashBrowserToken = (token: string): string => sha256(token).toString('hex');

/** Who is signed in with this request's cookies, or null. Reads only. */
export async function findPerson(
  ctx: RequestContext,
  headers: { get(name: string): string | null },
): Promise<Person | null> {
  const token = readCookie(headers.get('cookie'), sessionCookieName());
  return token ? findBrowserSession(hashBrowserToken(token), ctx.now) : null;
}

/** The context from now on: this person acts. */
export const actingAs = (ctx: RequestContext, person: Person): RequestContext => ({
  ...ctx,
  actor: {
    type: 'person',
    userId: person.userId,
    browserSessionId: person.browserSessionId,
    authenticatedAt: person.authenticatedAt,
  },
});

/** End this browser's session; devices stay signed in. */
export const endBrowserSession = (person: Person): Promise<void> =>
  deleteBrowserSession(person.browserSessionId);

export function readCookie(header: string | null, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim() || null;
  }
  return null;
}
