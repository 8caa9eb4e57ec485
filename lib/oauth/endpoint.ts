import { Forbidden } from '@/lib/authority/forbidden';
import type { RequestContext } from '@/lib/context';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { nonceHeader } from '@/lib/dpop/nonce-header';
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

/** An answer that is not JSON, such as a signed one. */
export class TextAnswer {
  readonly text: string;
  readonly headers: { 'content-type': string };

  constructor(text: string, contentType: string) {
    this.text = text;
    this.headers = { 'content-type': contentType };
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
  encode?(
    body: object,
    init: { status: number; headers: Record<string, string> },
    request: HttpRequest,
  ): HttpAnswer;
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
 * answer of whatever the handler returns or throws. A route cannot skip it.
 */
export function endpoint(handle: (call: Call) => Promise<object | null>, options: Options = {}): Endpoint {
  const direct = async (request: HttpRequest) => {
    const answerHeaders: Record<string, string> = { ...privateHeaders };
    return answering(
      request,
      { manners: options.manners, headers: answerHeaders, errorHeaders: answerHeaders },
      async (ctx) => {
        const body = await readBody(request, options.body);
        return decidingAgain(() => handle({ ...body, ctx, request, answerHeaders }));
      },
    );
  };
  return Object.assign(async (request: Request) => asResponse(await direct(request)), { direct });
}

/** The same for what reads no body: what is asked with GET, and what says all in its address and headers. */
export const getEndpoint =
  (
    handle: (call: { ctx: RequestContext; request: Request }) => Promise<object>,
    { headers = privateHeaders, manners }: { headers?: Record<string, string>; manners?: Manners } = {},
  ) =>
  async (request: Request): Promise<Response> =>
    asResponse(await answering(request, { manners, headers }, (ctx) => handle({ ctx, request })));

const asResponse = (answer: HttpAnswer | Response): Response =>
  answer instanceof HttpAnswer ? answer.toResponse() : answer;

async function answering(
  request: HttpRequest,
  {
    manners = standardManners,
    headers: given,
    errorHeaders,
  }: { manners: Manners | undefined; headers: Record<string, string>; errorHeaders?: Record<string, string> },
  handle: (ctx: RequestContext) => Promise<object | null>,
): Promise<HttpAnswer | Response> {
  const ctx = requestContext(request);
  try {
    const answer = await handle(ctx);
    const headers = { ...given, ...nonceHeader(ctx, request) };
    if (answer instanceof Response) return answer;
    if (answer instanceof TextAnswer)
      return new HttpAnswer(answer.text, { headers: { ...headers, ...answer.headers } });
    return answer
      ? encode(manners, answer, { status: 200, headers }, request)
      : new HttpAnswer(null, { headers });
  } catch (error) {
    return errorAnswer(error, ctx, request, manners, errorHeaders);
  }
}

const encode = (
  manners: Manners,
  body: object,
  init: { status: number; headers: Record<string, string> },
  request: HttpRequest,
): HttpAnswer => manners.encode?.(body, init, request) ?? HttpAnswer.json(body, init);

/** A failure in these manners. What is not of the catalogue is a fault of ours: logged, and told as `server_error` alone. */
export function errorAnswer(
  error: unknown,
  ctx: RequestContext,
  request: HttpRequest,
  manners: Manners = standardManners,
  given: Record<string, string> = privateHeaders,
): HttpAnswer {
  const failure = asOAuthError(error);
  const headers: Record<string, string> = { ...given, ...nonceHeader(ctx, request) };
  if (failure.retryAfterSeconds !== undefined) headers['retry-after'] = String(failure.retryAfterSeconds);
  const { status: described, body } = manners.describe(failure, ctx);
  let status = described;
  if (
    manners === standardManners &&
    failure.code === 'invalid_client' &&
    /^basic\b/i.test(request.headers.get('authorization') ?? '')
  ) {
    // RFC 6749 §5.2: a client that used the Authorization header MUST get 401 and a challenge of the same scheme.
    status = 401;
    headers['www-authenticate'] = 'Basic realm="doorcode", charset="UTF-8"';
  }
  const challenge = tokenChallenge(failure, request);
  if (challenge) headers['www-authenticate'] = challenge;
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
