import { crc32 } from 'node:zlib';
import { randomSecret } from '@/lib/crypto';

/**
 * What a token looks like, decided here alone: `<prefix>_<43 base62 digits><6 base62 digits of CRC-32>`. The prefix
 * says whose it is, the checksum lets a secret scanner tell a token from noise without asking anybody.
 */

const digits = Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const secretDigits = 43; // 62^43 > 2^256
const checksumDigits = 6; // 62^6 > 2^32

/** Five digits at a time: 62^5 · 2^16 is still counted exactly. */
const [together, ofTogether] = [5, 62 ** 5];
/** Where it is worked out: nothing is made for it but the text. */
const [words, text] = [new Uint16Array(16), Buffer.alloc(secretDigits)];

/** Base62 of bytes (32 at most, of an even number) read as one big-endian number, padded to `length` (43 at most). */
export function encodeBase62(bytes: Buffer, length: number): string {
  const count = bytes.length / 2;
  for (let i = 0; i < count; i++) words[i] = bytes.readUInt16BE(i * 2);
  let place = length;
  while (place > 0) {
    let rest = 0;
    for (let i = 0; i < count; i++) {
      const value = rest * 65_536 + words[i]!;
      words[i] = Math.floor(value / ofTogether);
      rest = value % ofTogether;
    }
    for (let i = 0; i < together && place > 0; i++) {
      text[--place] = digits[rest % 62]!;
      rest = Math.floor(rest / 62);
    }
  }
  return text.toString('latin1', 0, length);
}

/** 256 random bits as text, for device codes. */
export const generateOpaque = (): string => encodeBase62(randomSecret(), secretDigits);

/** A JWT's `jti` (RFC 7519 §4.1.7): 256 bits, and never taken for an opaque token, having no prefix. */
export const generateJti = (secret: Buffer): string => encodeBase62(secret, secretDigits);

export type TokenKind = 'access' | 'refresh';

/** `dc` and 32 bytes give `dc_…` or `dc_rt_…`. */
export function formatToken(prefix: string, kind: TokenKind, secret: Buffer): string {
  const body = `${prefix}_${kind === 'refresh' ? 'rt_' : ''}${encodeBase62(secret, secretDigits)}`;
  return body + checksum(body);
}

/** An API key: `dc_key_…`, whatever the prefixes of tokens. It begins as no token can, so none is taken for the other. */
export function formatApiKey(secret: Buffer): string {
  const body = apiKeyPrefix + encodeBase62(secret, secretDigits);
  return body + checksum(body);
}
export const apiKeyPrefix = 'dc_key_';

/** Could this be an API key that we made? Those of CLIENTS_FILE are whatever the operator chose. */
export function isWellFormedApiKey(text: string): boolean {
  return /^dc_key_[0-9A-Za-z]{49}$/.test(text) && hasChecksum(text);
}

/** Could this be a token of ours? Answered without a look-up. */
export function isWellFormedToken(token: string): boolean {
  return /^[a-z0-9-]+_(rt_)?[0-9A-Za-z]{49}$/.test(token) && hasChecksum(token);
}

const hasChecksum = (text: string): boolean =>
  checksum(text.slice(0, -checksumDigits)) === text.slice(-checksumDigits);

function checksum(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return encodeBase62(bytes, checksumDigits);
}
