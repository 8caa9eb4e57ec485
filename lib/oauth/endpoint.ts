import type { RequestContext } from '@/lib/context';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { nonceHeader } from '@/lib/dpop/nonce-header';
import { logger } from '@/lib/log';
import { type Parameters, readParameters } from '@/lib/oauth/body';
import { tokenChallenge } from '@/lib/oauth/challenge';
import { OAuthError, storageUnavailable } from '@/lib/oauth/errors';
import { requestContext } from '@/lib/oauth/request-context';

/** RFC 6749 §5.1: no answer of a protocol endpoint is ever stored. */
export const privateHeaders = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** For documents that everybody may read and keep for a while: metadata and public keys. */
export const publicHeaders = { 'cache-control': 'public, max-age=300' };

/** An answer that is not JSON, such as a signed one. */
export class TextAnswer {
  readonly text: string;
  readonly headers: { 'content-type': string };

  constructor(text: string, contentType: string) {
    this.text = text;
    this.headers = { 'content-type': contentType };
  }
}

export type Call = { ctx: RequestContext; parameters: Parameters; request: Request };

/**
 * The one wrapper of every protocol endpoint: fixes the context, reads the body within its limits, and makes the
 * answer of whatever the handler returns or throws. A route cannot skip it.
 */
export const endpoint =
  (handle: (call: Call) => Promise<object | null>) =>
  async (request: Request): Promise<Response> => {
    const ctx = requestContext(request);
    try {
      const parameters = await readParameters(request);
      const answer = await handle({ ctx, parameters, request });
      const headers = { ...privateHeaders, ...nonceHeader(ctx, request) };
      if (answer instanceof TextAnswer)
        return new Response(answer.text, { headers: { ...headers, ...answer.headers } });
      return answer ? Response.json(answer, { headers }) : new Response(null, { headers });
    } catch (error) {
      return errorAnswer(error, ctx, request);
    }
  };

/** The same for what is asked with GET and has no parameters but the request's own headers. */
export const getEndpoint =
  (
    handle: (call: { ctx: RequestContext; request: Request }) => Promise<object>,
    headers: Record<string, string> = privateHeaders,
  ) =>
  async (request: Request): Promise<Response> => {
    const ctx = requestContext(request);
    try {
      const answer = await handle({ ctx, request });
      return Response.json(answer, { headers: { ...headers, ...nonceHeader(ctx, request) } });
    } catch (error) {
      return errorAnswer(error, ctx, request);
    }
  };

/** RFC 6749 §5.2. What is not of the catalogue is a fault of ours: logged, and told as `server_error` alone. */
export function errorAnswer(error: unknown, ctx: RequestContext, request: Request): Response {
  const failure = asOAuthError(error);
  const headers = new Headers({ ...privateHeaders, ...nonceHeader(ctx, request) });
  if (failure.retryAfterSeconds !== undefined) headers.set('retry-after', String(failure.retryAfterSeconds));
  let { status } = failure;
  if (failure.code === 'invalid_client' && /^basic\b/i.test(request.headers.get('authorization') ?? '')) {
    // RFC 6749 §5.2: a client that used the Authorization header MUST get 401 and a challenge of the same scheme.
    status = 401;
    headers.set('www-authenticate', 'Basic realm="doorcode", charset="UTF-8"');
  }
  const challenge = tokenChallenge(failure, request);
  if (challenge) headers.set('www-authenticate', challenge);
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
