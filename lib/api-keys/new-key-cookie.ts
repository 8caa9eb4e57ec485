import type { RequestContext } from '@/lib/context';
import { type Person, readCookie } from '@/lib/login/browser-session';
import { newKeyCookieName, serializeCookie } from '@/lib/login/cookies';
import { seal, unseal } from '@/lib/login/sealed-cookie';

/**
 * A new API key is kept as a hash alone, and shown on a page that can be loaded again: the browser that made it keeps it
 * for that long, sealed and bound to its session, so that nobody can plant a key of their own.
 */
const seconds = 900;

/** `id` is the key's own: the page of another key does not show it. */
export type NewKey = { id: string; name: string; key: string };
type Kept = NewKey & { browserSessionId: string };

export const rememberNewKey = (ctx: RequestContext, { browserSessionId }: Person, made: NewKey): string => {
  const { id, name, key } = made;
  const kept: Kept = { browserSessionId, id, name, key };
  return serializeCookie(newKeyCookieName(), seal(ctx, 'new-api-key', kept, seconds), seconds);
};

export const forgetNewKey = (): string => serializeCookie(newKeyCookieName(), '', 0);

/** The key that this session has just made, or null. */
export function readNewKey(
  ctx: RequestContext,
  person: Person,
  headers: { get(name: string): string | null },
): NewKey | null {
  const kept = unseal<Kept>(ctx, 'new-api-key', readCookie(headers.get('cookie'), newKeyCookieName()));
  if (kept?.browserSessionId !== person.browserSessionId) return null;
  const { id, name, key } = kept;
  return { id, name, key };
}
