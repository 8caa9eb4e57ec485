import type { RequestContext } from '@/lib/context';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { isSameOrigin } from '@/lib/login/form';
import { decideNextStep } from '@/lib/login/next-step';
import { type Call, endpoint, type Manners } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

/** Who is signed in with this request's cookies and owes no step, a second factor among them; else null. Reads only. */
export async function findSignedInPerson(
  ctx: RequestContext,
  headers: { get(name: string): string | null },
): Promise<Person | null> {
  const next = decideNextStep(await findPerson(ctx, headers), ctx.now);
  return next.step === 'none' ? next.person : null;
}

/**
 * The guard of a form (form.ts) for what a page of ours sends as JSON (I8): signed in, nothing owed, same origin. It reads
 * no `Authorization` header: a bearer token is nobody in a browser.
 */
export const personEndpoint = (
  handle: (call: Call & { person: Person }) => Promise<object>,
  options: { manners?: Manners },
) =>
  endpoint(async (call) => {
    const person = await findSignedInPerson(call.ctx, call.request.headers);
    if (!person)
      throw new OAuthError(
        'access_denied',
        'Sign in in this browser first, with a second factor if you have one.',
        {
          ...{ status: 401, reason: 'not_signed_in' },
        },
      );
    requireSameOrigin(call.request);
    return handle({ ...call, person, ctx: actingAs(call.ctx, person) });
  }, options);

/** Throws 403 for what another site may have sent with the browser's cookies. */
export function requireSameOrigin(request: HttpRequest): void {
  if (!isSameOrigin(request.headers))
    throw new OAuthError('access_denied', 'This did not come from a page of this server.', { status: 403 });
}
