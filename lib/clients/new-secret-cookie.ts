import type { RequestContext } from '@/lib/context';
import { type Person, readCookie } from '@/lib/login/browser-session';
import { newSecretCookieName, serializeCookie } from '@/lib/login/cookies';
import { seal, unseal } from '@/lib/login/sealed-cookie';

/**
 * A new secret is kept as its hash alone, and shown on a page that can be loaded again: the browser of the administrator
 * who made it keeps it for that long, sealed and bound to its session, until they say that they have it.
 */
const seconds = 600;

type NewSecret = { browserSessionId: string; clientId: string; secret: string };

export const rememberNewSecret = (
  ctx: RequestContext,
  { browserSessionId }: Person,
  made: { clientId: string; secret: string },
): string => {
  const kept: NewSecret = { browserSessionId, ...made };
  return serializeCookie(newSecretCookieName(), seal(ctx, 'new-client-secret', kept, seconds), seconds);
};

export const forgetNewSecret = (): string => serializeCookie(newSecretCookieName(), '', 0);

/** The secret of this client that this session has just made, or null. */
export function readNewSecret(
  ctx: RequestContext,
  person: Person,
  clientId: string,
  headers: { get(name: string): string | null },
): string | null {
  const sealed = readCookie(headers.get('cookie'), newSecretCookieName());
  const kept = unseal<NewSecret>(ctx, 'new-client-secret', sealed);
  const isOurs = kept?.browserSessionId === person.browserSessionId && kept.clientId === clientId;
  return isOurs ? kept.secret : null;
}
