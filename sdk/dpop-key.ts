import * as oauth from 'oauth4webapi';
import { DoorcodeError } from './errors.js';
import { isRecord } from './session.js';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' };

/**
 * A key that a sign-in is bound to (RFC 9449): without it, stolen tokens are worthless. Made by {@link createDpopKey} or
 * {@link importDpopKey}; one such object serves a whole process, since it remembers the nonce of each server.
 * Printing it, or turning it into JSON, shows the thumbprint alone.
 */
export class DpopKey {
  /** RFC 7638, in base64url. Not secret: what tokens and the server know the key by. */
  readonly thumbprint: string;
  readonly #privateKey: CryptoKey;
  readonly #handle: oauth.DPoPHandle;

  /** @internal */
  constructor(thumbprint: string, privateKey: CryptoKey, handle: oauth.DPoPHandle) {
    this.thumbprint = thumbprint;
    this.#privateKey = privateKey;
    this.#handle = handle;
  }

  /** @internal */
  get privateKey(): CryptoKey {
    return this.#privateKey;
  }

  /** @internal Makes the proofs, and remembers the nonces. */
  get handle(): oauth.DPoPHandle {
    return this.#handle;
  }
}

/** A new key, for ES256. Keep what {@link exportDpopKey} gives, else the sign-in ends with this process. */
export async function createDpopKey(): Promise<DpopKey> {
  return fromPair(await oauth.generateKeyPair('ES256', { extractable: true }));
}

/**
 * The private key as text, a JWK (RFC 7517) on one line. Secret. It belongs into the keychain of the operating system;
 * never beside the session file, since whoever copies both has the sign-in.
 */
export async function exportDpopKey(key: DpopKey): Promise<string> {
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', key.privateKey);
  return JSON.stringify({ kty, crv, x, y, d });
}

/**
 * The key again, from the text that {@link exportDpopKey} gave.
 *
 * @throws {@link DoorcodeError} `unusable_key` when the text is no such key
 */
export async function importDpopKey(text: string): Promise<DpopKey> {
  try {
    const jwk: unknown = JSON.parse(text);
    if (!isRecord(jwk)) throw new TypeError('not a JSON object');
    const { kty, crv, x, y, d } = jwk as JsonWebKey;
    const publicJwk = { kty, crv, x, y } as JsonWebKey;
    return await fromPair({
      publicKey: await crypto.subtle.importKey('jwk', publicJwk, ES256, true, ['verify']),
      privateKey: await crypto.subtle.importKey('jwk', { ...publicJwk, d } as JsonWebKey, ES256, true, [
        'sign',
      ]),
    });
  } catch {
    // Without the cause: what JSON.parse complains of quotes the text, and the text is secret.
    throw new DoorcodeError('unusable_key', 'The key of this sign-in can not be read. Sign in again.');
  }
}

async function fromPair(pair: oauth.CryptoKeyPair): Promise<DpopKey> {
  // No client's clock skew: a server that cares for time sends a nonce (RFC 9449 §8).
  const handle = oauth.DPoP({}, pair);
  return new DpopKey(await handle.calculateThumbprint(), pair.privateKey, handle);
}
