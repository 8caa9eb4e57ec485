import { hmac, randomIntegers } from '@/lib/crypto';

/** RFC 8628 §6.1: 20 consonants, so that no word appears and nothing is mistaken for a digit. 20^8 is 34.5 bits. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
const length = 8;

/** Eight letters, as they are looked up. */
export const generateUserCode = (): string =>
  randomIntegers(length, alphabet.length)
    .map((place) => alphabet[place])
    .join('');

/** `WDJBMJHT` as people see it: `WDJB-MJHT`. */
export const formatUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What a person typed or pasted, as it is looked up: only letters and digits, upper case. Null when it cannot be a code. */
export function normalizeUserCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : null;
}

/** As it is kept: 34 bits of a plain hash would fall to an offline search. */
export const hashUserCode = (code: string): Buffer => hmac('user-code', code);
