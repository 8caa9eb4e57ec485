import { Forbidden } from '@/lib/authority/forbidden';
import type { RequestContext } from '@/lib/context';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { addNonce } from '@/lib/dpop/nonce-header';
import { logger } from '@/lib/log';
import { decidingAgain } from '@/lib/oauth/again';
import { type Body, type BodyOptions, readBody } from '@/lib/oauth/body';
import { tokenChallenge } from '@/lib/oauth/challenge';
import { OAuthError, storageUnavailable } from '@/lib/oauth/errors';
import { HttpAnswer, type HttpRequest } from '@/lib/oauth/http';
import { requestContext } from '@/lib/oauth/request-context';

/** RFC 6749 §5.1: no answer of a protocol endpoint is ever stored. */
export const privateHeaders = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** For documents that everybody may read and keep for a while: metadata and public keys. */
export const publicHeaders = { 'cache-control': 'public, max-age=300' };

const json = { 'content-type': 'application/json' };
const privateJson = { ...json, ...privateHeaders };

/** An answer that is not JSON, such as a signed one. */
export class TextAnswer {
  readonly text: string;
  readonly contentType: string;

  constructor(text: string, contentType: string) {
    this.text = text;
    this.contentType = contentType;
  }
}

export type Call = Body & {
  ctx: RequestContext;
  request: HttpRequest;
  /** Headers that the answer is to carry, whichever it will be. */
  answerHeaders: Record<string, string>;
};

/** How answers are written: as the standard says, or as another system's clients expect (lib/dialects). */
export type Manners = {
  /** The form of a failure. */
  describe(failure: OAuthError, ctx: RequestContext): { status: number; body: object };
  /** The encoding of an answer; JSON unless it says otherwise. */
  encode?(body: object, request: HttpRequest): { contentType: string; text: string } | null;
};

/** RFC 6749 §5.2. */
export const standardManners: Manners = {
  describe: ({ status, code, message, members }) => ({
    status,
    body: { error: code, error_description: message, ...members },
  }),
};

type Options = { manners?: Manners; body?: BodyOptions };

/** What a route exports for a method; `direct` is the same for a caller that can do without a `Response`. */
export type Endpoint = ((request: Request) => Promise<Response>) & {
  direct(request: HttpRequest): Promise<HttpAnswer | Response>;
};

/**
 * The one wrapper of every protocol endpoint: fixes the context, reads the body within its limits, and makes the
 * answer of whatever the handler returns or throws. A route cannot skip it. A refusal of the protocol's ordinary course,
 * such as a pending poll, may be returned: to throw it costs as much as all the rest.
 */
export function endpoint(handle: (call: Call) => Promise<object | null>, options: Options = {}): Endpoint {
  const { manners = standardManners, body: bodyOptions } = options;
  const direct = async (request: HttpRequest): Promise<HttpAnswer | Response> => {
    const ctx = requestContext(request);
    const answerHeaders: Record<string, string> = {};
    try {
      const { parameters, json } = await readBody(request, bodyOptions);
      const call = { ctx, request, parameters, json, answerHeaders };
      return answerOf(await decidingAgain(() => handle(call)), ctx, request, manners, answerHeaders);
    } catch (error) {
      return errorAnswer(error, ctx, request, manners, answerHeaders);
    }
  };
  return Object.assign(async (request: Request) => asResponse(await direct(request)), { direct });
}

/** The same for what reads no body: what is asked with GET, and what says all in its address and headers. */
export const getEndpoint =
  (
    handle: (call: { ctx: RequestContext; request: Request }) => Promise<object>,
    {
      headers = privateHeaders,
      manners = standardManners,
    }: { headers?: Record<string, string>; manners?: Manners } = {},
  ) =>
  async (request: Request): Promise<Response> => {
    const ctx = requestContext(request);
    try {
      return asResponse(answerOf(await handle({ ctx, request }), ctx, request, manners, {}, headers));
    } catch (error) {
      return asResponse(errorAnswer(error, ctx, request, manners));
    }
  };

const asResponse = (answer: HttpAnswer | Response): Response =>
  answer instanceof HttpAnswer ? answer.toResponse() : answer;

function answerOf(
  answer: object | null,
  ctx: RequestContext,
  request: HttpRequest,
  manners: Manners,
  own: Record<string, string>,
  common: Record<string, string> = privateHeaders,
): HttpAnswer | Response {
  if (answer instanceof OAuthError) return errorAnswer(answer, ctx, request, manners, own);
  if (answer instanceof Response) return answer;
  addNonce(ctx, request, own);
  if (answer instanceof TextAnswer)
    return new HttpAnswer(200, { 'content-type': answer.contentType, ...common }, own, answer.text);
  return answer ? encode(manners, answer, 200, request, own, common) : new HttpAnswer(200, common, own, null);
}

function encode(
  manners: Manners,
  body: object,
  status: number,
  request: HttpRequest,
  own: Record<string, string>,
  common: Record<string, string>,
): HttpAnswer {
  const encoded = manners.encode?.(body, request);
  if (encoded)
    return new HttpAnswer(status, { 'content-type': encoded.contentType, ...common }, own, encoded.text);
  const headers = common === privateHeaders ? privateJson : { ...json, ...common };
  return new HttpAnswer(status, headers, own, JSON.stringify(body));
}

/** A failure in these manners. What is not of the catalogue is a fault of ours: logged, and told as `server_error` alone. */
export function errorAnswer(
  error: unknown,
  ctx: RequestContext,
  request: HttpRequest,
  manners: Manners = standardManners,
  own: Record<string, string> = {},
): HttpAnswer {
  const failure = asOAuthError(error);
  addNonce(ctx, request, own);
  if (failure.retryAfterSeconds !== undefined) own['retry-after'] = String(failure.retryAfterSeconds);
  const { status: described, body } = manners.describe(failure, ctx);
  let status = described;
  if (
    failure.code === 'invalid_client' &&
    manners === standardManners &&
    /^basic\b/i.test(request.headers.get('authorization') ?? '')
  ) {
    // RFC 6749 §5.2: a client that used the Authorization header MUST get 401 and a challenge of the same scheme.
    status = 401;
    own['www-authenticate'] = 'Basic realm="doorcode", charset="UTF-8"';
  }
  const challenge = tokenChallenge(failure, request);
  if (challenge) own['www-authenticate'] = challenge;
  return encode(manners, body, status, request, own, privateHeaders);
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
