import * as oauth from 'oauth4webapi';
import { withNonce } from './answer.js';
import { type Client, userAgent } from './client.js';
import { proving, requireKeyOf } from './dpop.js';
import { requireSecure } from './server-url.js';
import type { Tokens } from './tokens.js';

/** Options of {@link fetchWithTokens}. */
export interface FetchWithTokensOptions {
  /** Instead of the global `fetch`: a proxy, a test. */
  readonly fetch?: typeof fetch;
  /** Allow plain http to other machines too. For a closed test network only. Default false. */
  readonly allowHttp?: boolean;
}

/**
 * A request to your own API, as `fetch` makes it, with the access token: `Authorization: Bearer`, or `DPoP` with a proof
 * when the tokens are bound to a key. An API that wants a nonce of its own in the proof says so (`use_dpop_nonce`, RFC
 * 9449 §9); it is asked again, once, and its nonces are remembered. Any other answer is yours, a 401 too.
 *
 * Redirects are not followed: the token is for the address that you gave. A body that is a stream can be sent once only,
 * so the answer `use_dpop_nonce` to it is yours as well.
 *
 * @throws `DoorcodeError` `unusable_key` (missing, or not the one that the tokens are bound to), `insecure_url`; what
 *   `fetch` throws; TypeError for an `authorization` header of your own
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-7
 */
export async function fetchWithTokens(
  client: Client,
  tokens: Tokens,
  url: string | URL,
  init: RequestInit = {},
  options: FetchWithTokensOptions = {},
): Promise<Response> {
  const { fetch: fetcher = fetch, allowHttp = false } = options;
  const target = new URL(url);
  requireSecure(target, allowHttp);
  const key = requireKeyOf(client, tokens);
  const headers = new Headers(init.headers);
  if (!headers.has('user-agent')) headers.set('user-agent', userAgent(client));
  // fetch upper-cases some methods only, and the proof has to name the one that is sent.
  const method = (init.method ?? 'GET').toUpperCase();
  const request = {
    ...proving(key),
    [oauth.allowInsecureRequests]: true, // requireSecure has decided
    [oauth.customFetch]: (href: string, signed: { headers: Record<string, string> }) =>
      fetcher(href, { ...init, method, headers: signed.headers, redirect: 'manual' }),
  };
  const send = () =>
    oauth.protectedResourceRequest(tokens.accessToken, method, target, headers, undefined, request);
  try {
    return await (isStream(init.body) ? send() : withNonce(send));
  } catch (error) {
    if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
    throw error;
  }
}

/** Of all that can be a body only streams, the web's and Node's, are read asynchronously, and so once. */
function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
