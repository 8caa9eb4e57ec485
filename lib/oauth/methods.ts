import { errorAnswer, type Manners, standardManners } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';
import { requestContext } from '@/lib/oauth/request-context';

export type Handler = (request: Request) => Promise<Response> | Response;
export const methodNames = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Methods = Record<(typeof methodNames)[number], Handler>;
export type Method = Exclude<(typeof methodNames)[number], 'OPTIONS'>;

/** All methods of a protocol endpoint: the given ones, and 405 with `Allow` for every other (RFC 9110 §15.5.6). */
export function methods(
  given: Partial<Record<Method, Handler>>,
  manners: Manners = standardManners,
): Methods {
  const allow = [...Object.keys(given), 'OPTIONS', ...(given.GET ? ['HEAD'] : [])].join(', ');
  const refuse: Handler = (request) => methodNotAllowed(request, allow, manners);
  const options = () => new Response(null, { status: 204, headers: { allow } });
  return {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    OPTIONS: options,
    ...given,
  };
}

/** The same for a method that these do not name, such as PROPFIND: no function is run for it. */
export async function refuseOther(methods: Methods, request: Request): Promise<Response> {
  // Without an origin, which would have to be looked up (cors.ts).
  const asked = new Headers(request.headers);
  asked.delete('origin');
  const options = new Request(request.url, { method: 'OPTIONS', headers: asked });
  const { headers } = await methods.OPTIONS(options);
  return methodNotAllowed(request, headers.get('allow') ?? '');
}

function methodNotAllowed(request: HttpRequest, allow: string, manners: Manners = standardManners): Response {
  const useful = allow.split(', ').filter((method) => method !== 'OPTIONS' && method !== 'HEAD');
  const failure = new OAuthError('method_not_allowed', `Use ${useful.join(' or ')}.`);
  const answer = errorAnswer(failure, requestContext(request), request, manners);
  answer.headers.allow = allow;
  return answer.toResponse();
}
