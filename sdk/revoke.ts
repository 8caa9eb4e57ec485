import * as oauth from 'oauth4webapi';
import { exchange } from './answer.js';
import { type Client, oauthClient, userAgent } from './client.js';
import type { Server } from './discovery.js';
import { type HttpOptions, transport } from './http.js';

/** Options of {@link revokeToken}. */
export interface RevokeOptions extends HttpOptions {
  readonly tokenTypeHint?: 'access_token' | 'refresh_token';
}

/**
 * Ends a token at the server. Revoking a refresh token ends the access tokens that came from it, too (§2.1);
 * a token that the server does not know counts as revoked (§2.2).
 *
 * @throws `DoorcodeError` `unsupported` (no revocation endpoint), `server_unreachable`, `server_unavailable`,
 *   `refused`, `bad_answer`
 * @see https://www.rfc-editor.org/rfc/rfc7009
 */
export async function revokeToken(
  server: Server,
  client: Client,
  token: string,
  options: RevokeOptions = {},
): Promise<void> {
  const { tokenTypeHint, ...http } = options;
  await exchange(server.issuer, async () => {
    const request = {
      ...transport(server.issuer, userAgent(client), http),
      ...(tokenTypeHint && { additionalParameters: { token_type_hint: tokenTypeHint } }),
    };
    const response = await oauth.revocationRequest(server, oauthClient(client), oauth.None(), token, request);
    await oauth.processRevocationResponse(response);
  });
}
