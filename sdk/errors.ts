/** Everything that can go wrong here, as one closed union: a `switch` over it is checked by the compiler. */
export type ErrorCode =
  /** The text given as server is not an absolute http(s) URL. */
  | 'invalid_server_url'
  /** Plain http to something that is not this machine. */
  | 'insecure_url'
  /** No answer: refused, timed out, cut off, no such host. */
  | 'server_unreachable'
  /** An answer that says "later": 5xx or 429. */
  | 'server_unavailable'
  /** An answer that no OAuth server should give. */
  | 'bad_answer'
  /** The metadata belongs to another issuer (RFC 8414 §3.3). */
  | 'issuer_mismatch'
  /** The server has no such endpoint. */
  | 'unsupported'
  /** The server sent a link that must not be given to a browser. */
  | 'unsafe_link'
  /** An OAuth error (RFC 6749 §5.2); see {@link DoorcodeError.oauthError}. */
  | 'refused'
  /** The access token is not accepted (RFC 6750 §3.1). */
  | 'invalid_token'
  /** The key that the sign-in is bound to (RFC 9449) is missing, another one, or damaged. The login was kept. */
  | 'unusable_key'
  /** The session file can not be understood. It was left as it is. */
  | 'session_file_corrupt'
  /** Another process holds the session file for too long. */
  | 'session_file_locked';

/** What a {@link DoorcodeError} knows besides its sentence. */
export interface ErrorDetails {
  readonly cause?: unknown;
  /** `error` of the answer, e.g. `invalid_client`. Only with the code `refused`. */
  readonly oauthError?: string;
  /** From `Retry-After`, in seconds. Only with the code `server_unavailable`. */
  readonly retryAfterSeconds?: number;
}

/** The only error that this package throws by itself. `message` is one sentence, fit to be shown. */
export class DoorcodeError extends Error {
  override readonly name = 'DoorcodeError';
  readonly code: ErrorCode;
  readonly oauthError: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.oauthError = details.oauthError;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** True for a failure that says nothing about the login: the same request may succeed a moment later. */
export function isTransient(error: unknown): error is DoorcodeError {
  return (
    error instanceof DoorcodeError &&
    (error.code === 'server_unreachable' || error.code === 'server_unavailable')
  );
}
