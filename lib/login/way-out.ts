import type { RequestContext } from '@/lib/context';
import { isIssuer } from '@/lib/env-providers';
import { readCookie } from '@/lib/login/browser-session';
import { serializeCookie, wayOutCookieName } from '@/lib/login/cookies';
import { seal, unseal } from '@/lib/login/sealed-cookie';

/**
 * Where a sign-in with a provider goes on, between our form and our page that leads there. Sealed, so that nobody can
 * plant an address of their own and have our page lead to it.
 */
export type WayOut = { url: string; name: string };

/** As long as the provider's state lives (cookies.ts). */
const seconds = 900;
/** Browsers keep cookies of 4,096 bytes, name and attributes included. */
const longest = 3_800;

/** Its `Set-Cookie`; null when the provider's address is none to lead to. */
export function rememberWayOut(ctx: RequestContext, { url, name }: WayOut): string | null {
  if (!URL.canParse(url) || !isIssuer(new URL(url).origin)) return null;
  const sealed = seal(ctx, 'way-out', { url, name } satisfies WayOut, seconds);
  return sealed.length > longest ? null : serializeCookie(wayOutCookieName(), sealed, seconds);
}

export const readWayOut = (
  ctx: RequestContext,
  headers: { get(name: string): string | null },
): WayOut | null => unseal<WayOut>(ctx, 'way-out', readCookie(headers.get('cookie'), wayOutCookieName()));
