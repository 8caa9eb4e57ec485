import * as oauth from 'oauth4webapi';
import { exchange } from './answer.js';
import { type Client, oauthClient, userAgent } from './client.js';
import { type Clock, systemClock } from './clock.js';
import type { Server } from './discovery.js';
import { proving, requireKeyOf } from './dpop.js';
import { DoorcodeError } from './errors.js';
import { type HttpOptions, transport } from './http.js';
import { readTokens, type Tokens } from './tokens.js';

/** Options of {@link refreshTokens}. */
export interface RefreshOptions extends HttpOptions {
  readonly clock?: Clock;
}

/**
 * New tokens for a refresh token; null when the server says `invalid_grant`, or there is none: the login has ended, sign
 * in again. Any other failure is thrown and says nothing about the login, which has to be kept.
 *
 * @param tokens give all of them when the client has a key: a server says `invalid_grant` to another key too, and only
 *   they tell that from the end of the login
 * @throws {@link DoorcodeError} `unusable_key` (missing, or not the one that the tokens are bound to), `server_unreachable`, `server_unavailable`, `refused`, `bad_answer`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function refreshTokens(
  server: Server,
  client: Client,
  tokens: Tokens | string,
  options: RefreshOptions = {},
): Promise<Tokens | null> {
  const { clock = systemClock, ...http } = options;
  const as = oauthClient(client);
  const refreshToken = typeof tokens === 'string' ? tokens : tokens.refreshToken;
  if (typeof tokens !== 'string') requireKeyOf(client, tokens);
  if (!refreshToken) return null;
  try {
    return await exchange(server.issuer, async () => {
      const request = { ...transport(server.issuer, userAgent(client), http), ...proving(client.dpopKey) };
      const response = await oauth.refreshTokenGrantRequest(server, as, oauth.None(), refreshToken, request);
      const answer = await oauth.processRefreshTokenResponse(server, as, response);
      // A server that does not rotate sends no new refresh token: the old one goes on (RFC 6749 §6).
      return { refreshToken, ...readTokens(answer, clock.now(), client.dpopKey) };
    });
  } catch (error) {
    if (error instanceof DoorcodeError && error.oauthError === 'invalid_grant') return null;
    throw error;
  }
}
