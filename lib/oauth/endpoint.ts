import { Forbidden } from '@/lib/authority/forbidden';
import type { RequestContext } from '@/lib/context';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { nonceHeader } from '@/lib/dpop/nonce-header';
import { logger } from '@/lib/log';
import { type Body, type BodyOptions, readBody } from '@/lib/oauth/body';
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

export type Call = Body & { ctx: RequestContext; request: Request };

/** How answers are written: as the standard says, or as another system's clients expect (lib/dialects). */
export type Manners = {
  /** The form of a failure. */
  describe(failure: OAuthError, ctx: RequestContext): { status: number; body: object };
  /** The encoding of an answer; JSON unless it says otherwise. */
  encode?(body: object, init: { status: number; headers: Headers }, request: Request): Response;
};

/** RFC 6749 §5.2. */
export const standardManners: Manners = {
  describe: ({ status, code, message, members }) => ({
    status,
    body: { error: code, error_description: message, ...members },
  }),
};

type Options = { manners?: Manners; body?: BodyOptions };

/**
 * The one wrapper of every protocol endpoint: fixes the context, reads the body within its limits, and makes the
 * answer of whatever the handler returns or throws. A route cannot skip it.
 */
export const endpoint = (handle: (call: Call) => Promise<object | null>, options: Options = {}) =>
  answering(async (ctx, request) => {
    const body = await readBody(request, options.body);
    return handle({ ...body, ctx, request });
  }, options);

/** The same for what reads no body: what is asked with GET, and what says all in its address and headers. */
export const getEndpoint = (
  handle: (call: { ctx: RequestContext; request: Request }) => Promise<object>,
  options: { headers?: Record<string, string>; manners?: Manners } = {},
) => answering((ctx, request) => handle({ ctx, request }), options);

const answering =
  (
    handle: (ctx: RequestContext, request: Request) => Promise<object | null>,
    {
      headers: given = privateHeaders,
      manners = standardManners,
    }: { headers?: Record<string, string>; manners?: Manners },
  ) =>
  async (request: Request): Promise<Response> => {
    const ctx = requestContext(request);
    try {
      const answer = await handle(ctx, request);
      const headers = new Headers({ ...given, ...nonceHeader(ctx, request) });
      if (answer instanceof Response) return answer;
      if (answer instanceof TextAnswer)
        return new Response(answer.text, { headers: { ...Object.fromEntries(headers), ...answer.headers } });
      return answer
        ? encode(manners, answer, { status: 200, headers }, request)
        : new Response(null, { headers });
    } catch (error) {
      return errorAnswer(error, ctx, request, manners);
    }
  };

const encode = (
  manners: Manners,
  body: object,
  init: { status: number; headers: Headers },
  request: Request,
): Response => manners.encode?.(body, init, request) ?? Response.json(body, init);

/** A failure in these manners. What is not of the catalogue is a fault of ours: logged, and told as `server_error` alone. */
export function errorAnswer(
  error: unknown,
  ctx: RequestContext,
  request: Request,
  manners: Manners = standardManners,
): Response {
  const failure = asOAuthError(error);
  const headers = new Headers({ ...privateHeaders, ...nonceHeader(ctx, request) });
  if (failure.retryAfterSeconds !== undefined) headers.set('retry-after', String(failure.retryAfterSeconds));
  const { status: described, body } = manners.describe(failure, ctx);
  let status = described;
  if (
    manners === standardManners &&
    failure.code === 'invalid_client' &&
    /^basic\b/i.test(request.headers.get('authorization') ?? '')
  ) {
    // RFC 6749 §5.2: a client that used the Authorization header MUST get 401 and a challenge of the same scheme.
    status = 401;
    headers.set('www-authenticate', 'Basic realm="doorcode", charset="UTF-8"');
  }
  const challenge = tokenChallenge(failure, request);
  if (challenge) headers.set('www-authenticate', challenge);
  return encode(manners, body, { status, headers }, request);
}

function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  // A verb of administrators says no: whoever calls has the scope, and not (any more) the role.
  if (error instanceof Forbidden)
    return new OAuthError('insufficient_scope', 'Whoever this acts for may not do that.');
  if (isStorageUnavailable(error)) {
    logger().warn({ err: error }, 'storage is unavailable');
    return storageUnavailable();
  }
  logger().error({ err: error }, 'unexpected failure');
  return new OAuthError('server_error', 'Something went wrong on our side. Try again later.');
}
