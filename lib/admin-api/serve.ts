import { notFound, type Operation } from '@/lib/admin-api/operation';
import { readCall } from '@/lib/admin-api/read';
import { actingAsKey, insufficientScope, requireApiKey } from '@/lib/api-keys/authenticate';
import { Forbidden } from '@/lib/authority/forbidden';
import { errorAnswer, privateHeaders } from '@/lib/oauth/endpoint';
import type { Handler, Method } from '@/lib/oauth/methods';
import { requestContext } from '@/lib/oauth/request-context';

/**
 * The one wrapper of the admin API: whose key it is comes first, then what was sent, then the operation, whose answer
 * holds what its schema names and no more. A route cannot skip it. Cookies are not read: no page of another site can
 * make a browser call it.
 */
const served =
  (operation: Operation): Handler =>
  async (request) => {
    const ctx = requestContext(request);
    try {
      const key = await requireApiKey(ctx, request, operation.permission);
      const call = await readCall(operation, request);
      const answer = await operation.handle({ ...call, ctx: actingAsKey(ctx, key) });
      if (operation.status === 204) return new Response(null, { status: 204, headers: privateHeaders });
      return Response.json(operation.answer!.parse(answer), {
        ...{ status: operation.status, headers: privateHeaders },
      });
    } catch (error) {
      const isForbidden = error instanceof Forbidden;
      return asKeyError(
        errorAnswer(isForbidden ? insufficientScope(operation.permission) : error, ctx, request).toResponse(),
        {
          ...{ request, scope: operation.permission },
        },
      );
    }
  };

/** The methods of one path. */
export const serve = (...operations: Operation[]): Partial<Record<Method, Handler>> =>
  Object.fromEntries(operations.map((one) => [one.method, served(one)]));

/** For every path that is none. */
export const nothingHere: Handler = (request) =>
  errorAnswer(notFound('path'), requestContext(request), request).toResponse();

/** RFC 6750 §3: keys come as Bearer alone, and a request without one is told no error. */
function asKeyError(answer: Response, { request, scope }: { request: Request; scope: string }): Response {
  if (!answer.headers.has('www-authenticate')) return answer;
  const code = answer.status === 403 ? `insufficient_scope", scope="${scope}` : 'invalid_token';
  const isMissing = !request.headers.has('authorization');
  answer.headers.set(
    'www-authenticate',
    isMissing ? 'Bearer realm="doorcode"' : `Bearer realm="doorcode", error="${code}"`,
  );
  return answer;
}
