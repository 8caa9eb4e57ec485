import * as oauth from 'oauth4webapi';
import { exchange } from './answer.js';
import { type Client, oauthClient, userAgent } from './client.js';
import type { Server } from './discovery.js';
import { DoorcodeError } from './errors.js';
import { type HttpOptions, transport } from './http.js';
import { safeText } from './safe-text.js';

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
 * @throws {@link DoorcodeError} `invalid_token` (expired or revoked), `unsupported` (no such endpoint, or not with
 *   these scopes), `server_unreachable`, `server_unavailable`, `bad_answer`
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo
 */
export async function fetchUser(
  server: Server,
  client: Client,
  accessToken: string,
  http: HttpOptions = {},
): Promise<User> {
  const answer = await exchange(server.issuer, async () => {
    const as = oauthClient(client);
    const request = transport(server.issuer, userAgent(client), http);
    const response = await oauth.userInfoRequest(server, as, accessToken, request);
    // With or without a WWW-Authenticate header (RFC 6750 §3 wants one, not every server sends it).
    if (response.status === 401) {
      throw new DoorcodeError('invalid_token', `${server.issuer} does not accept this sign-in any more.`);
    }
    // RFC 6750 §3.1, insufficient_scope: signed in, but not to be told about.
    if (response.status === 403) {
      throw new DoorcodeError('unsupported', `${server.issuer} does not say who this is without "openid".`);
    }
    return oauth.processUserInfoResponse(server, as, oauth.skipSubjectCheck, response);
  });
  const name = safeText(answer.name);
  const email = safeText(answer.email);
  return { sub: safeText(answer.sub, 255), ...(name && { name }), ...(email && { email }) };
}
