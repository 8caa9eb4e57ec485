import { errorAnswer, type Manners, standardManners } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import { requestContext } from '@/lib/oauth/request-context';

export type Handler = (request: Request) => Promise<Response> | Response;
const names = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Methods = Record<(typeof names)[number], Handler>;
export type Method = Exclude<(typeof names)[number], 'OPTIONS'>;

/** All methods of a protocol endpoint: the given ones, and 405 with `Allow` for every other (RFC 9110 §15.5.6). */
export function methods(
  given: Partial<Record<Method, Handler>>,
  manners: Manners = standardManners,
): Methods {
  const allow = [...Object.keys(given), 'OPTIONS', ...(given.GET ? ['HEAD'] : [])].join(', ');
  const refuse: Handler = (request) => {
    const failure = new OAuthError('method_not_allowed', `Use ${Object.keys(given).join(' or ')}.`);
    const answer = errorAnswer(failure, requestContext(request), request, manners);
    answer.headers.set('allow', allow);
    return answer;
  };
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
