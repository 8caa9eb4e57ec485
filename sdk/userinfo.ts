import * as oauth from 'oauth4webapi';
import { exchange } from './answer.js';
import { type Client, oauthClient, userAgent } from './client.js';
import type { Server } from './discovery.js';
import { proving, requireKeyOf } from './dpop.js';
import { DoorcodeError } from './errors.js';
import { type HttpOptions, transport } from './http.js';
import { safeText } from './safe-text.js';
import type { Tokens } from './tokens.js';

/** Who is signed in. Printable as it is (see `safeText`). */
export interface User {
  /** The server's id of this person; never changes, unlike the rest. */
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
}

/**
 * Asks whom an access token belongs to.
 *
 * @param tokens all of them, which say whether they are bound to the client's key; a string is a bearer token
 * @throws {@link DoorcodeError} `invalid_token` (expired or revoked), `unusable_key` (missing, or not the one that
 *   the tokens are bound to), `unsupported` (no such endpoint, or not with these scopes),
 *   `server_unreachable`, `server_unavailable`, `bad_answer`
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo
 */
export async function fetchUser(
  server: Server,
  client: Client,
  tokens: Tokens | string,
  http: HttpOptions = {},
): Promise<User> {
  const given = typeof tokens === 'string' ? { accessToken: tokens } : tokens;
  const key = requireKeyOf(client, given);
  const answer = await exchange(server.issuer, async () => {
    const as = oauthClient(client);
    const request = { ...transport(server.issuer, userAgent(client), http), ...proving(key) };
    const response = await oauth.userInfoRequest(server, as, given.accessToken, request);
    // RFC 6750 §3.1, insufficient_scope: signed in, but not to be told about.
    if (response.status === 403) {
      throw new DoorcodeError('unsupported', `${server.issuer} does not say who this is without "openid".`);
    }
    const work = oauth.processUserInfoResponse(server, as, oauth.skipSubjectCheck, response);
    return work.catch((error: unknown) => {
      // With or without a WWW-Authenticate header (RFC 6750 §3 wants one, not every server sends it).
      if (response.status !== 401 || oauth.isDPoPNonceError(error)) throw error;
      throw new DoorcodeError('invalid_token', `${server.issuer} does not accept this sign-in any more.`);
    });
  });
  const name = safeText(answer.name);
  const email = safeText(answer.email);
  return { sub: safeText(answer.sub, 255), ...(name && { name }), ...(email && { email }) };
}
