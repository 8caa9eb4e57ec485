import { self } from '@/lib/clients/resources';
import type { RequestContext } from '@/lib/context';
import { readDpopProof } from '@/lib/dpop/proof';
import { mediaType, parseForm, readText } from '@/lib/oauth/body';
import { type FailureReason, OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';
import { findLiveToken, type LiveToken } from '@/lib/tokens/live-store';
import { readPresentedToken } from '@/lib/tokens/presented';

/**
 * The live access token that a request to an endpoint of ours carries in its `Authorization` header: `Bearer` (RFC
 * 6750 §2.1), or `DPoP` with the proof of the key that it is bound to (RFC 9449 §7.1). Throws `invalid_token`, and
 * what is wrong with a proof, all as 401.
 */
export async function requireAccessToken(ctx: RequestContext, request: HttpRequest): Promise<LiveToken> {
  const { scheme, token } = await readAuthorization(request);
  const presented = token === null ? null : await readPresentedToken(ctx, token);
  const live = presented && (await findLiveToken(ctx, presented.hash));
  // A refresh token is not for here, nor is a token for somebody else's API (RFC 9068 §4).
  if (live?.kind !== 'access_token' || !isForUs(live))
    throw invalidToken(token === null ? { reason: 'no_token' } : {});
  if (!live.dpopJkt) {
    if (scheme !== 'bearer') throw invalidToken();
    return live;
  }
  if (scheme !== 'dpop')
    throw new OAuthError('invalid_token', 'This token is bound to a key: use it with DPoP.');
  const proof = await readDpopProof(ctx, request, token!).catch(asUnauthorized);
  await proof?.use().catch(asUnauthorized);
  if (proof?.jkt !== live.dpopJkt)
    throw new OAuthError(
      'invalid_dpop_proof',
      'The proof of the key that the token is bound to is missing.',
      {
        status: 401,
      },
    );
  return live;
}

/** Throws `insufficient_scope` where the token was not granted this. */
export function requireScope(token: LiveToken, scope: string): void {
  if (!token.scopes.includes(scope))
    throw new OAuthError('insufficient_scope', `The scope ${scope} is needed.`);
}

const isForUs = (token: LiveToken): boolean => token.audience.includes(self);

async function readAuthorization(request: HttpRequest): Promise<{ scheme: string; token: string | null }> {
  const header = request.headers.get('authorization');
  const [, scheme = '', token = null] = /^(bearer|dpop) +([A-Za-z0-9._~+/=-]+) *$/i.exec(header ?? '') ?? [];
  if (header !== null && (await hasSecondToken(request)))
    throw new OAuthError('invalid_request', 'Send the access token once, in the Authorization header.');
  return { scheme: scheme.toLowerCase(), token };
}

/** RFC 6750 §2: not more than one method. Query and body are no methods here: both end in logs too easily. */
const hasSecondToken = async (request: HttpRequest): Promise<boolean> =>
  new URL(request.url).searchParams.has('access_token') ||
  // Where the body was read already, the endpoint's own parameters are all that it holds for us.
  (!request.bodyUsed &&
    request.method === 'POST' &&
    mediaType(request) === 'application/x-www-form-urlencoded' &&
    parseForm(await readText(request)).has('access_token'));

/** RFC 9449 §7.1: where a token is presented, a proof that is not good enough is a failed authentication. */
function asUnauthorized(error: unknown): never {
  if (!(error instanceof OAuthError)) throw error;
  throw new OAuthError(error.code, error.message, { status: 401 });
}

const invalidToken = (extra: { reason?: FailureReason } = {}) =>
  new OAuthError(
    'invalid_token',
    'The access token is missing, expired or was ended, or is for another API.',
    extra,
  );
