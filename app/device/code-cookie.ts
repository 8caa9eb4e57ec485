import { readCookie } from '@/lib/login/browser-session';
import { codeCookieName, serializeCookie } from '@/lib/login/cookies';

/**
 * The code is kept only under a keyed hash, and stays out of URLs. So that the next page can show it, the browser that
 * entered it keeps it for as long as a code lives, with the request it belongs to: a second tab never shows another's.
 * A code that led nowhere is kept without a request, to be corrected.
 */
const seconds = 600;

export const rememberCode = (grantId: string, code: string): string =>
  serializeCookie(
    codeCookieName(),
    `${grantId}.${encodeURIComponent(code.slice(0, 40).toWellFormed())}`,
    seconds,
  );

export const forgetCode = (): string => serializeCookie(codeCookieName(), '', 0);

export function rememberedCode(headers: { get(name: string): string | null }) {
  const [, grantId, code] =
    /^([^.]*)\.(.*)$/.exec(readCookie(headers.get('cookie'), codeCookieName()) ?? '') ?? [];
  if (grantId === undefined || code === undefined) return null;
  try {
    return { grantId, code: decodeURIComponent(code) };
  } catch {
    return null;
  }
}
