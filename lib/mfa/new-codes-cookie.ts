import type { RequestContext } from '@/lib/context';
import { decrypt, encrypt } from '@/lib/crypto';
import { type Person, readCookie } from '@/lib/login/browser-session';
import { newCodesCookieName, serializeCookie } from '@/lib/login/cookies';

/**
 * New recovery codes are kept as hashes alone, and shown on a page that can be loaded again: the browser that made them
 * keeps them for that long, sealed and bound to its session, so that nobody can plant codes of their own.
 */
const seconds = 900;

export const rememberNewCodes = (ctx: RequestContext, person: Person, codes: string[]): string => {
  const until = Math.floor(ctx.now.getTime() / 1000) + seconds;
  const sealed = encrypt('new-recovery-codes', JSON.stringify([person.browserSessionId, until, codes]));
  return serializeCookie(newCodesCookieName(), sealed.toString('base64url'), seconds);
};

export const forgetNewCodes = (): string => serializeCookie(newCodesCookieName(), '', 0);

/** The codes that this session has just made, or null. */
export function readNewCodes(
  ctx: RequestContext,
  person: Person,
  headers: { get(name: string): string | null },
): string[] | null {
  const sealed = readCookie(headers.get('cookie'), newCodesCookieName());
  if (!sealed) return null;
  try {
    const [session, until, codes] = JSON.parse(
      decrypt('new-recovery-codes', Buffer.from(sealed, 'base64url')),
    ) as [string, number, string[]];
    return session === person.browserSessionId && until * 1000 > ctx.now.getTime() ? codes : null;
  } catch {
    return null;
  }
}
