import type { TokenEndpointResponse } from 'oauth4webapi';
import type { DpopKey } from './dpop-key.js';

/** What a token endpoint gave (RFC 6749 §5.1). Secret. */
export interface Tokens {
  readonly accessToken: string;
  /** `dpop`: bound to a key (RFC 9449 §5). Absent in a login that was stored before there were such: bearer. */
  readonly tokenType?: 'bearer' | 'dpop';
  /** Of the key that they are bound to (RFC 7638). Not secret. */
  readonly keyThumbprint?: string;
  readonly refreshToken?: string;
  /** When the access token ends, in milliseconds since 1970. Absent when the server did not say. */
  readonly expiresAt?: number;
  /**
   * When the whole login ends, however often it is refreshed, in milliseconds since 1970. Absent when the server did
   * not say (`refresh_expires_in`, an addition that several servers make).
   */
  readonly sessionExpiresAt?: number;
  /** Space-separated. */
  readonly scope?: string;
}

/** @internal @param key the one that was proven with the request */
export function readTokens(answer: TokenEndpointResponse, now: number, key: DpopKey | undefined): Tokens {
  const isBound = answer.token_type === 'dpop';
  const sessionSeconds = answer.refresh_expires_in;
  return {
    accessToken: answer.access_token,
    tokenType: isBound ? 'dpop' : 'bearer',
    ...(isBound && key && { keyThumbprint: key.thumbprint }),
    ...(answer.refresh_token && { refreshToken: answer.refresh_token }),
    ...(answer.expires_in !== undefined && { expiresAt: now + answer.expires_in * 1000 }),
    ...(typeof sessionSeconds === 'number' && { sessionExpiresAt: now + sessionSeconds * 1000 }),
    ...(answer.scope !== undefined && { scope: answer.scope }),
  };
}
