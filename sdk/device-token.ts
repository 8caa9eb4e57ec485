import * as oauth from 'oauth4webapi';
import { toDoorcodeError, withNonce } from './answer.js';
import { type Client, oauthClient, userAgent } from './client.js';
import type { Server } from './discovery.js';
import { proving } from './dpop.js';
import { isTransient } from './errors.js';
import { type HttpOptions, transport, USUAL_TIMEOUT_SECONDS } from './http.js';
import { isWaitApplied } from './long-poll.js';
import { readTokens, type Tokens } from './tokens.js';

/** One answer to one poll, in the words of RFC 8628 §3.5. */
export type PollAnswer =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  /** `waitApplied`: the server has held the poll, or was ready to (RFC 7240 §3). */
  | { readonly kind: 'authorization_pending'; readonly waitApplied?: boolean }
  | { readonly kind: 'slow_down'; readonly intervalSeconds: number | undefined }
  | { readonly kind: 'access_denied' }
  | { readonly kind: 'expired_token' }
  | { readonly kind: 'no_answer'; readonly retryAfterSeconds: number | undefined };

/** Options of {@link requestDeviceToken}. */
export interface PollOptions extends HttpOptions {
  /**
   * Asks the server to hold its answer for so many whole seconds while the person has not decided (`Prefer: wait`,
   * RFC 7240 §4.3). `timeoutSeconds` begins where they end.
   */
  readonly waitSeconds?: number;
}

/**
 * Asks once whether the person has decided. What a waiting client has to expect is an answer; only what it
 * can not go on from is thrown.
 *
 * @param now milliseconds since 1970, from which `expires_in` counts
 * @throws `DoorcodeError` `refused` (e.g. `invalid_grant`), `bad_answer`
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.4
 */
export async function requestDeviceToken(
  server: Server,
  client: Client,
  deviceCode: string,
  now: () => number,
  options: PollOptions = {},
): Promise<PollAnswer> {
  const as = oauthClient(client);
  const request = { ...pollTransport(server, client, options), ...proving(client.dpopKey) };
  try {
    const answer = await withNonce(async () => {
      const response = await oauth.deviceCodeGrantRequest(server, as, oauth.None(), deviceCode, request);
      return oauth.processDeviceCodeResponse(server, as, response);
    });
    return { kind: 'tokens', tokens: readTokens(answer, now(), client.dpopKey) };
  } catch (error) {
    if (isTransient(error)) return { kind: 'no_answer', retryAfterSeconds: error.retryAfterSeconds };
    const expected = error instanceof oauth.ResponseBodyError && expectedAnswer(error);
    if (expected) return expected;
    throw toDoorcodeError(error, server.issuer);
  }
}

function pollTransport(server: Server, client: Client, { waitSeconds, ...http }: PollOptions) {
  if (waitSeconds === undefined) return transport(server.issuer, userAgent(client), http);
  const timeoutSeconds = waitSeconds + (http.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS);
  const usual = transport(server.issuer, userAgent(client), { ...http, timeoutSeconds });
  return { ...usual, headers: { ...usual.headers, prefer: `wait=${waitSeconds}` } };
}

function expectedAnswer({ error, cause, response }: oauth.ResponseBodyError): PollAnswer | undefined {
  switch (error) {
    case 'authorization_pending':
      return isWaitApplied(response.headers) ? { kind: error, waitApplied: true } : { kind: error };
    case 'access_denied':
    case 'expired_token':
      return { kind: error };
    case 'slow_down': // the new interval is an addition that several servers make
      return { kind: error, intervalSeconds: Number(cause.interval) || undefined };
    default:
      return undefined;
  }
}
