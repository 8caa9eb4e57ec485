/**
 * The catalogue of failures: every error that leaves a protocol endpoint is one of these. Verbs throw them with the
 * public text; one writer (`endpoint.ts`) makes the answer. Nothing private goes into `description`.
 */
export const errorCodes = {
  // RFC 6749 §5.2
  invalid_request: 400,
  invalid_client: 400, // 401 only when a Basic header was sent: docs/decisions/005
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  // RFC 8628 §3.5
  authorization_pending: 400,
  slow_down: 400,
  access_denied: 400,
  expired_token: 400,
  // RFC 8707 §2
  invalid_target: 400,
  // RFC 9449 §5, §8; 401 where a token is presented
  invalid_dpop_proof: 400,
  use_dpop_nonce: 400,
  // RFC 9470 §5, OpenID Connect Core Unmet Authentication Requirements
  unmet_authentication_requirements: 400,
  // RFC 6750 §3.1
  invalid_token: 401,
  insufficient_scope: 403,
  // RFC 6749 §4.1.2.1, used here for storage that is away and for limits
  temporarily_unavailable: 503,
  server_error: 500,
  // HTTP's own, in the same form
  not_found: 404,
  conflict: 409,
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
} as const;

export type ErrorCode = keyof typeof errorCodes;

type Members = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;

/**
 * The person, their membership or their organization is gone or disabled; what was presented is a refresh token; nothing was
 * presented; the device code is another client's; or nobody is signed in, in this browser, as far as they must be.
 */
export type FailureReason =
  | 'not_allowed_any_more'
  | 'bad_refresh_token'
  | 'no_token'
  | 'another_clients'
  | 'not_signed_in';

/** Its message leaves as `error_description`, in bodies and headers, and holds what RFC 6749 §5.2 allows there alone. */
export class OAuthError extends Error {
  // Declared only: a field that is defined first, and assigned then, costs twice.
  declare readonly code: ErrorCode;
  declare readonly status: number;
  /** Seconds, for `Retry-After`. */
  declare readonly retryAfterSeconds: number | undefined;
  /** What a dialect tells apart where the standard has one code. */
  declare readonly reason: FailureReason | undefined;
  /** Further members of the answer, such as the new `interval` of a `slow_down`, or what is wrong with each field. */
  declare readonly members: Members;

  constructor(
    code: ErrorCode,
    description: string,
    extra: {
      status?: number;
      retryAfterSeconds?: number;
      members?: Members;
      reason?: FailureReason;
    } = {},
  ) {
    // An answer, and no fault: nobody reads its stack, and every pending poll makes one.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(description.replace(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, "'"));
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.status = extra.status ?? errorCodes[code];
    this.retryAfterSeconds = extra.retryAfterSeconds;
    this.members = extra.members ?? {};
    this.reason = extra.reason;
  }
}
OAuthError.prototype.name = 'OAuthError';

export const storageUnavailable = (): OAuthError =>
  new OAuthError('temporarily_unavailable', 'The server cannot reach its storage. Try again in a moment.', {
    retryAfterSeconds: 2,
  });

export const tooManyRequests = (retryAfterSeconds: number): OAuthError =>
  new OAuthError('too_many_requests', 'Too many requests. Wait, then try again.', { retryAfterSeconds });
