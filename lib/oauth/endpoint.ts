import type { RequestContext } from '@/lib/context';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { logger } from '@/lib/log';
import { type Parameters, readParameters } from '@/lib/oauth/body';
import { OAuthError, storageUnavailable } from '@/lib/oauth/errors';
import { requestContext } from '@/lib/oauth/request-context';

/** RFC 6749 §5.1: no answer of a protocol endpoint is ever stored. */
const privateHeaders = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** For documents that everybody may read and keep for a while: metadata and public keys. */
export const publicHeaders = { 'cache-control': 'public, max-age=300' };

export type Call = { ctx: RequestContext; parameters: Parameters; request: Request };

/**
 * The one wrapper of every protocol endpoint: fixes the context, reads the body within its limits, and makes the
 * answer of whatever the handler returns or throws. A route cannot skip it.
 */
export const endpoint =
  (handle: (call: Call) => Promise<object | null>) =>
  async (request: Request): Promise<Response> => {
    try {
      const ctx = requestContext(request);
      const parameters = await readParameters(request);
      const answer = await handle({ ctx, parameters, request });
      return answer
        ? Response.json(answer, { headers: privateHeaders })
        : new Response(null, { headers: privateHeaders });
    } catch (error) {
      return errorAnswer(error, request);
    }
  };

/** The same for what is asked with GET and has no parameters but the request's own headers. */
export const getEndpoint =
  (
    handle: (call: { ctx: RequestContext; request: Request }) => Promise<object>,
    headers: Record<string, string> = privateHeaders,
  ) =>
  async (request: Request): Promise<Response> => {
    try {
      return Response.json(await handle({ ctx: requestContext(request), request }), { headers });
    } catch (error) {
      return errorAnswer(error, request);
    }
  };

/** RFC 6749 §5.2. What is not of the catalogue is a fault of ours: logged, and told as `server_error` alone. */
export function errorAnswer(error: unknown, request: Request): Response {
  const failure = asOAuthError(error);
  const headers = new Headers(privateHeaders);
  if (failure.retryAfterSeconds !== undefined) headers.set('retry-after', String(failure.retryAfterSeconds));
  let { status } = failure;
  if (failure.code === 'invalid_client' && /^basic\b/i.test(request.headers.get('authorization') ?? '')) {
    // RFC 6749 §5.2: a client that used the Authorization header MUST get 401 and a challenge of the same scheme.
    status = 401;
    headers.set('www-authenticate', 'Basic realm="doorcode", charset="UTF-8"');
  }
  if (failure.code === 'invalid_token' || failure.code === 'insufficient_scope') {
    // RFC 6750 §3.1: a request without any token is told no error code.
    const detail = `, error="${failure.code}", error_description="${failure.message}"`;
    headers.set(
      'www-authenticate',
      `Bearer realm="doorcode"${request.headers.has('authorization') ? detail : ''}`,
    );
  }
  return Response.json(
    { error: failure.code, error_description: failure.message, ...failure.members },
    { status, headers },
  );
}

function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (isStorageUnavailable(error)) {
    logger().warn({ err: error }, 'storage is unavailable');
    return storageUnavailable();
  }
  logger().error({ err: error }, 'unexpected failure');
  return new OAuthError('server_error', 'Something went wrong on our side. Try again later.');
}
