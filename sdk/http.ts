import * as oauth from 'oauth4webapi';
import { DoorcodeError } from './errors.js';
import { safeText } from './safe-text.js';

/** How requests are made. Everything has a default. */
export interface HttpOptions {
  /** Ends the request, and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** A request without a whole answer after this long counts as unreachable. Default 30. */
  readonly timeoutSeconds?: number;
  /** Instead of the global `fetch`: a proxy, a test. */
  readonly fetch?: typeof fetch;
}

type FetchOptions = { method: string; headers: Record<string, string>; body?: BodyInit | null | undefined };

/** @internal */
export const USUAL_TIMEOUT_SECONDS = 30;

const NO_BODY = new Set([204, 205, 304]);

/**
 * One request, its answer read to the end. Throws `server_unreachable` when there is no whole answer and
 * `server_unavailable` for 5xx and 429, so that every caller treats these alike. Redirects are not followed:
 * a credential goes where the metadata says and nowhere else.
 */
export async function send(url: string, options: FetchOptions, http: HttpOptions = {}): Promise<Response> {
  const origin = new URL(url).origin;
  const timeout = AbortSignal.timeout((http.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS) * 1000);
  const signal = http.signal ? AbortSignal.any([http.signal, timeout]) : timeout;
  try {
    const { method, headers } = options;
    const body = options.body ?? null;
    const response = await (http.fetch ?? fetch)(url, { method, headers, body, redirect: 'manual', signal });
    // A connection that dies within the body is as unreachable as one that dies before it.
    const text = await response.text();
    if (response.status >= 500 || response.status === 429) throw unavailable(origin, response);
    return new Response(NO_BODY.has(response.status) ? null : text, response);
  } catch (cause) {
    http.signal?.throwIfAborted();
    if (cause instanceof DoorcodeError) throw cause;
    throw new DoorcodeError('server_unreachable', `Could not reach ${origin} (${reasonOf(cause)}).`, {
      cause,
    });
  }
}

function unavailable(origin: string, { status, headers }: Response): DoorcodeError {
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return new DoorcodeError('server_unavailable', `${origin} is not available now (HTTP ${status}).`, {
    ...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
  });
}

/** The useful part of `TypeError: fetch failed`: ECONNREFUSED, ENOTFOUND, a certificate's fault. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause;
  if (!(cause instanceof Error)) return safeText(error.message);
  return safeText('code' in cause ? cause.code : '') || safeText(cause.message) || 'no answer';
}

/** @internal What oauth4webapi needs to send its requests through {@link send}. */
export function transport(issuer: string, userAgent: string, http: HttpOptions) {
  return {
    headers: { 'user-agent': userAgent },
    [oauth.customFetch]: (url: string, options: FetchOptions) => send(url, options, http),
    // Discovery has decided whether this server may be spoken to over http.
    [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
  };
}
