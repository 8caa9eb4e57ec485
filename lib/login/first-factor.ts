import type { RequestContext } from '@/lib/context';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { isSameOrigin } from '@/lib/login/form';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

/**
 * The guard of `firstFactorForm` for a step that is asked for as JSON: a page of ours sent this, in the browser of somebody
 * who has given a first factor and may owe the second. Throws; nothing else is made of this than giving that.
 */
export async function requireFirstFactor(
  ctx: RequestContext,
  request: HttpRequest,
): Promise<{ ctx: RequestContext; person: Person }> {
  const person = await findPerson(ctx, request.headers);
  if (!person)
    throw new OAuthError(
      'access_denied',
      'Sign in in this browser first: the second factor is given on the sign-in page, at /login.',
      { status: 401 },
    );
  if (!isSameOrigin(request.headers))
    throw new OAuthError('access_denied', 'This did not come from a page of this server.', { status: 403 });
  return { ctx: actingAs(ctx, person), person };
}
