import { readEnteredCodeProof } from '@/lib/device/ticket';
import { normalizeUserCode } from '@/lib/device/user-code';
import { readCookie } from '@/lib/login/browser-session';
import { codeCookieName, serializeCookie } from '@/lib/login/cookies';

/**
 * The code is kept only under a keyed hash, and stays out of URLs. So that the next page can show it, the browser that
 * entered it keeps it for as long as a code lives, with the proof of its session that it entered the code of that request
 * (ticket.ts): a second tab never shows another's. A code that led nowhere is kept without one, to be corrected.
 */
const seconds = 1_800;

type Headers = { get(name: string): string | null };

export const rememberCode = (proof: string, code: string): string =>
  serializeCookie(
    codeCookieName(),
    `${proof}.${encodeURIComponent(code.slice(0, 40).toWellFormed())}`,
    seconds,
  );

export const forgetCode = (): string => serializeCookie(codeCookieName(), '', 0);

/** The code that this browser entered last. Its proof may be none, or of a session that was; only ticket.ts knows. */
export function rememberedCode(headers: Headers): { proof: string; code: string } | null {
  const [, proof, code] =
    /^((?:[0-9a-f-]{36}\.[\w-]{43})?)\.(.*)$/.exec(
      readCookie(headers.get('cookie'), codeCookieName()) ?? '',
    ) ?? [];
  if (proof === undefined || code === undefined) return null;
  try {
    return { proof, code: decodeURIComponent(code) };
  } catch {
    return null;
  }
}

/** The request whose code this session entered last, where it was this code; else null. */
export function enteredGrant(headers: Headers, browserSessionId: string, typed: string): string | null {
  const remembered = rememberedCode(headers);
  const code = normalizeUserCode(typed);
  return remembered && code !== null && normalizeUserCode(remembered.code) === code
    ? readEnteredCodeProof(browserSessionId, remembered.proof)
    : null;
}
