import type { RequestContext } from '@/lib/context';
import { type Person, readCookie } from '@/lib/login/browser-session';
import { newCodesCookieName, serializeCookie } from '@/lib/login/cookies';
import { seal, unseal } from '@/lib/login/sealed-cookie';

/**
 * New recovery codes are kept as hashes alone, and shown on a page that can be loaded again: the browser that made them
 * keeps them for that long, sealed and bound to its session, so that nobody can plant codes of their own.
 */
const seconds = 900;

type NewCodes = { browserSessionId: string; codes: string[] };

export const rememberNewCodes = (
  ctx: RequestContext,
  { browserSessionId }: Person,
  codes: string[],
): string => {
  const kept: NewCodes = { browserSessionId, codes };
  return serializeCookie(newCodesCookieName(), seal(ctx, 'new-recovery-codes', kept, seconds), seconds);
};

export const forgetNewCodes = (): string => serializeCookie(newCodesCookieName(), '', 0);

/** The codes that this session has just made, or null. */
export function readNewCodes(
  ctx: RequestContext,
  person: Person,
  headers: { get(name: string): string | null },
): string[] | null {
  const sealed = readCookie(headers.get('cookie'), newCodesCookieName());
  const kept = unseal<NewCodes>(ctx, 'new-recovery-codes', sealed);
  return kept?.browserSessionId === person.browserSessionId ? kept.codes : null;
}
