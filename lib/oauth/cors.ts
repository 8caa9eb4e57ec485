import { env } from '@/lib/env';
import { errorAnswer, getEndpoint, type Manners, standardManners } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import type { Handler, Methods } from '@/lib/oauth/methods';
import { requestContext } from '@/lib/oauth/request-context';

type IsAllowed = (origin: string) => Promise<boolean>;

/** For so long a browser need not ask again. */
const preflightSeconds = 600;

/**
 * A POST that pages of these origins may send, and read the answer of (Fetch §3.3): each origin by its exact name, never
 * with cookies. Pages of all others are told nothing; programs that are no browsers are not concerned.
 */
export function crossOriginPost(
  methods: Methods,
  isAllowed: IsAllowed,
  manners: Manners = standardManners,
): Methods {
  const post: Handler = async (request) => {
    try {
      const allowed = await allowing(request, isAllowed);
      // A browser sends it whoever may read the answer, and what is counted is counted: so it is refused before.
      if (isOfPage(request) && !allowed.has('access-control-allow-origin'))
        throw new OAuthError('access_denied', 'Pages of this origin may not ask.', { status: 403 });
      const answer = await methods.POST(request);
      for (const [name, value] of allowed) answer.headers.set(name, value);
      return answer;
    } catch (error) {
      return errorAnswer(error, requestContext(request), request, manners).toResponse();
    }
  };
  const options = getEndpoint(
    async ({ request }) => {
      const answer = await methods.OPTIONS(request);
      const headers = new Headers(answer.headers);
      const allowed = await allowing(request, isAllowed);
      for (const [name, value] of allowed) headers.set(name, value);
      if (allowed.has('access-control-allow-origin')) {
        headers.set('access-control-allow-methods', 'POST');
        headers.set('access-control-allow-headers', 'authorization, content-type');
        headers.set('access-control-max-age', String(preflightSeconds));
      }
      return new Response(null, { status: answer.status, headers });
    },
    { manners },
  );
  return { ...methods, POST: post, OPTIONS: options };
}

/** Did a page send it, of another origin than ours? */
const isOfPage = (request: Request): boolean => {
  const origin = request.headers.get('origin');
  return origin !== null && origin !== env().publicUrl;
};

async function allowing(request: Request, isAllowed: IsAllowed): Promise<Headers> {
  const headers = new Headers({ vary: 'Origin' });
  const origin = request.headers.get('origin');
  if (origin !== null && (await isAllowed(origin))) headers.set('access-control-allow-origin', origin);
  return headers;
}
