import type { TokenEndpointResponse } from 'oauth4webapi';

/** What a token endpoint gave (RFC 6749 §5.1). Secret. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** When the access token ends, in milliseconds since 1970. Absent when the server did not say. */
  readonly expiresAt?: number;
  /** Space-separated. */
  readonly scope?: string;
}

/** @internal */
export function readTokens(answer: TokenEndpointResponse, now: number): Tokens {
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token && { refreshToken: answer.refresh_token }),
    ...(answer.expires_in !== undefined && { expiresAt: now + answer.expires_in * 1000 }),
    ...(answer.scope !== undefined && { scope: answer.scope }),
  };
}
