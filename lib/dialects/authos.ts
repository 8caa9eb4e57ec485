import type { RequestContext } from '@/lib/context';
import type { Manners } from '@/lib/oauth/endpoint';
import type { ErrorCode, OAuthError } from '@/lib/oauth/errors';

/** AuthOS: JSON; every error has a text, a code and a time, or its SDK loses the code. */

/** AuthOS's codes, with the status that each has there. */
const authOsCodes = {
  BAD_REQUEST: 400,
  DEVICE_CODE_PENDING: 400,
  DEVICE_CODE_EXPIRED: 400,
  SLOW_DOWN: 400,
  UNAUTHORIZED: 401,
  TOKEN_EXPIRED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TOO_MANY_REQUESTS: 429,
} as const;
type AuthOsCode = keyof typeof authOsCodes;

const codes: Partial<Record<ErrorCode, AuthOsCode>> = {
  authorization_pending: 'DEVICE_CODE_PENDING',
  slow_down: 'SLOW_DOWN',
  expired_token: 'DEVICE_CODE_EXPIRED',
  invalid_client: 'UNAUTHORIZED',
  invalid_token: 'TOKEN_EXPIRED',
  insufficient_scope: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  too_many_requests: 'TOO_MANY_REQUESTS',
};

const byStatus: Partial<Record<number, AuthOsCode>> = {
  ...{ 400: 'BAD_REQUEST', 401: 'UNAUTHORIZED', 403: 'FORBIDDEN' },
};

function codeOf({ code, reason, status }: OAuthError): AuthOsCode | null {
  if (reason === 'not_allowed_any_more') return 'FORBIDDEN';
  if (reason) return 'UNAUTHORIZED';
  return codes[code] ?? byStatus[status] ?? null;
}

const saying =
  (textOf: (failure: OAuthError) => string): Manners['describe'] =>
  (failure: OAuthError, ctx: RequestContext) => {
    const code = codeOf(failure);
    return {
      status: code ? authOsCodes[code] : failure.status,
      body: {
        error: textOf(failure),
        // What AuthOS has no code for is HTTP's: 413, 415, 500, 503.
        error_code: code ?? failure.code.toUpperCase(),
        timestamp: ctx.now.toISOString(),
        ...(textOf(failure) === failure.code ? { error_description: failure.message } : {}),
        ...failure.members,
      },
    };
  };

/** Its errors, in words. */
export const authOsManners: Manners = { describe: saying(({ message }) => message) };

/** The same where standard clients call as well: `error` is the standard's code. */
export const authOsTokenManners: Manners = { describe: saying(({ code }) => code) };
