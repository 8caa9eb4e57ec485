import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  hash,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  randomFillSync,
  sign as signWith,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { env } from '@/lib/env';
import { onePerProcess } from '@/lib/process';

/**
 * The only randomness, hashing, encryption and signatures. Secrets that carry 128 bits or more are kept as SHA-256; what is short
 * enough to be searched (user codes) under a keyed HMAC; what must be read again (private keys) under AES-256-GCM.
 */

/** Every key that is derived from AUTH_SECRET, and what for. */
export type KeyPurpose =
  | 'user-code' // HMAC of user codes at rest
  | 'refresh-successor' // the next tokens of a refresh chain (I4)
  | 'consent-ticket' // what Allow and Deny must bring
  | 'entered-code' // proof that a browser session entered a user code
  | 'link-browser' // which browser asked for a sign-in link
  | 'setup-link' // the link that makes the first admin
  | 'dpop-nonce' // the time, for DPoP proofs
  | 'signing-key' // private signing keys at rest
  | 'authenticator' // TOTP secrets at rest
  | 'recovery-code' // recovery codes at rest
  | 'new-recovery-codes' // the page that shows them once
  | 'new-api-key' // the page that shows it once
  | 'passkey-challenge' // WebAuthn challenges
  | 'issuer-secret' // client secrets of organizations' issuers at rest
  | 'new-client-secret' // the page that shows it once
  | 'form-draft' // a long form that was not saved yet
  | 'client-trial' // what is tried out with a client, at rest
  | 'way-out' // where a sign-in with a provider goes on
  | 'not-me-link' // “this was not me”
  | 'audit-chain' // the links between sealed batches of audit rows
  | 'audit-prune' // that the rows of a batch were deleted for their age
  | 'webhook-secret' // secrets of webhooks at rest
  | 'new-webhook-secret'; // the page that shows one once

const keyOf = (purpose: KeyPurpose): Buffer =>
  onePerProcess(`key:${purpose}`, () => {
    const secret = env().authSecret;
    if (!secret) throw new Error('AUTH_SECRET is not set');
    return Buffer.from(hkdfSync('sha256', secret, 'doorcode', purpose, 32));
  });

/** Randomness is drawn for many at a time, which costs hardly more than for one; what was given out is erased here. */
const drawn = Buffer.alloc(4_096);
let used = drawn.length;

function draw(size: number): Buffer {
  if (used + size > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  // Memory of its own: what Node shares among small buffers is given to others as it is.
  const bytes = Buffer.allocUnsafeSlow(size);
  drawn.copy(bytes, 0, used, used + size);
  drawn.fill(0, used, used + size);
  used += size;
  return bytes;
}

/** 256 random bits. */
export const randomSecret = (): Buffer => draw(32);

export const randomInteger = (below: number): number => randomIntegers(1, below)[0]!;

/** So many of them, each below `below`. */
export function randomIntegers(count: number, below: number): number[] {
  // Rejection sampling, so that every value is as likely as any other.
  const limit = 2 ** 32 - (2 ** 32 % below);
  const integers: number[] = [];
  while (integers.length < count) {
    const bytes = draw(4 * (count - integers.length));
    for (let at = 0; at < bytes.length; at += 4) {
      const value = bytes.readUInt32BE(at);
      if (value < limit) integers.push(value % below);
    }
  }
  return integers;
}

export const sha256 = (of: string | Uint8Array): Buffer => hash('sha256', of, 'buffer');

/** The same as text, a character per byte. */
export const sha256Text = (of: string): string => hash('sha256', of, 'binary');

export const hmac = (purpose: KeyPurpose, text: string | Uint8Array): Buffer =>
  createHmac('sha256', keyOf(purpose)).update(text).digest();

/** Compares in constant time; texts of different lengths are unequal. */
export function equalInConstantTime(a: string | Buffer, b: string | Buffer): boolean {
  const [left, right] = [Buffer.from(a as string), Buffer.from(b as string)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the cipher text. */
export function encrypt(purpose: KeyPurpose, plain: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(purpose), nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws when the key is another one or the bytes were changed. */
export function decrypt(purpose: KeyPurpose, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(purpose), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

export type PrivateKey = KeyObject;
export const openPrivateKey = (jwk: JsonWebKey): PrivateKey => createPrivateKey({ key: jwk, format: 'jwk' });

const signElsewhere = promisify(signWith);

/** A JWS signature (RFC 7518 §3, RFC 8037 §3.1). */
export async function sign(
  algorithm: 'ES256' | 'EdDSA' | 'RS256',
  text: string,
  key: PrivateKey,
): Promise<Buffer> {
  const data = Buffer.from(text);
  switch (algorithm) {
    case 'ES256':
      return signWith('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
    case 'EdDSA':
      return signWith(null, data, key);
    case 'RS256':
      // It takes a millisecond, which nobody else should wait for.
      return signElsewhere('sha256', data, key);
  }
}

/** A UUIDv7 (RFC 9562 §5.7): new rows stand together in the index. */
export function newId(now: Date): string {
  const bytes = draw(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
