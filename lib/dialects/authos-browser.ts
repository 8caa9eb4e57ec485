import { wayOnWire } from '@/lib/dialects/authos-ways';
import { requireFirstFactor } from '@/lib/login/first-factor';
import { offeredWays } from '@/lib/login/ways';
import { verifyAuthenticator } from '@/lib/mfa/authenticator';
import { type Call, privateHeaders } from '@/lib/oauth/endpoint';
import { OAuthError, tooManyRequests } from '@/lib/oauth/errors';

/** Where AuthOS's activation pages lead people, and what its own pages ask for. */

/**
 * `/auth/github`, `/auth/admin/github`: to sign in here, with that provider first, and then on to the code that was
 * entered there. Nothing is looked up and nothing changed: that is for whoever has signed in. For which organization and
 * service it is, the code itself says.
 */
export async function leadToSignIn({ request }: Pick<Call, 'request'>): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const asked = pathname.split('/').at(-1);
  const way = (await offeredWays()).find((id) => wayOnWire(id) === asked);
  if (!way) throw new OAuthError('not_found', 'Nobody signs in with that provider here.');
  const userCode = searchParams.get('user_code')?.slice(0, 200);
  const query = new URLSearchParams({ ...(userCode ? { user_code: userCode } : {}), provider: way });
  return new Response(null, { status: 303, headers: { ...privateHeaders, location: `/device?${query}` } });
}

/**
 * The second step of the sign-in page, as JSON: for the browser that has taken the first one here, from a page of ours.
 * Who it is the browser's session says, so `preauth_token` and `device_code_id` are not needed.
 */
export async function verifySecondFactor({ ctx: anybody, request, parameters }: Call): Promise<Response> {
  const { ctx, person } = await requireFirstFactor(anybody, request);
  const result = await verifyAuthenticator(ctx, person, parameters.get('code')?.slice(0, 40) ?? '');
  if (result.outcome === 'limited') throw tooManyRequests(900);
  if (result.outcome === 'wrong')
    throw new OAuthError('invalid_request', 'That code is not right, or it was used already.');
  const headers = new Headers(privateHeaders);
  for (const cookie of result.value) headers.append('set-cookie', cookie);
  return Response.json({ message: 'The second factor was given.' }, { headers });
}
