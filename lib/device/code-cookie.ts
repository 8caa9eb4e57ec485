import { equalInConstantTime } from '@/lib/crypto';
import { codeSeal, readEnteredCodeProof } from '@/lib/device/ticket';
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
  serializeCookie(codeCookieName(), cookieValue(proof, code.slice(0, 40).toWellFormed()), seconds);

const cookieValue = (proof: string, code: string): string =>
  `${proof}.${proof === '' ? '' : `${codeSeal(proof, code)}.`}${encodeURIComponent(code)}`;

export const forgetCode = (): string => serializeCookie(codeCookieName(), '', 0);

/**
 * The code that this browser entered last. Its proof may be none, or of a session that was: only ticket.ts knows. With a
 * proof it is the code that was entered with it, and no other that somebody has planted.
 */
export function rememberedCode(headers: Headers): { proof: string; code: string } | null {
  const value = readCookie(headers.get('cookie'), codeCookieName()) ?? '';
  const [, proof = '', seal = '', written] =
    /^(?:([0-9a-f-]{36}\.[\w-]{43})\.([\w-]{43}))?\.(.*)$/.exec(value) ?? [];
  const code = written === undefined ? null : decoded(written);
  if (code === null) return null;
  return proof === '' || equalInConstantTime(seal, codeSeal(proof, code)) ? { proof, code } : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
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
