import { findOwnProfile } from '@/lib/accounts/profile-store';
import { readBearer, requireApiKey } from '@/lib/api-keys/authenticate';
import type { RequestContext } from '@/lib/context';
import { OAuthError } from '@/lib/oauth/errors';
import { requireAccessToken } from '@/lib/tokens/bearer';
import { claimsOf } from '@/lib/tokens/claims';
import { apiKeyPrefix } from '@/lib/tokens/format';
import type { LiveToken } from '@/lib/tokens/live-store';

type Claims = Record<string, string | boolean>;

/** Who asks: with an access token as far as its scopes reach, with a key of their own all that is said of a person. */
export async function answerUserinfo(ctx: RequestContext, request: Request): Promise<Claims> {
  if (!readBearer(request)?.startsWith(apiKeyPrefix)) return userinfo(await requireAccessToken(ctx, request));
  const { userId } = await requireApiKey(ctx, request, 'profile');
  const person = userId && (await findOwnProfile(userId));
  if (!person) throw new OAuthError('insufficient_scope', 'This API key is no person’s.');
  return claimsOf(person, ['profile', 'email']);
}

/** OpenID Connect Core §5.3: who the token is about, as far as its scopes reach. */
export function userinfo(token: LiveToken): Claims {
  if (!token.scopes.includes('openid'))
    throw new OAuthError('insufficient_scope', 'The scope openid is needed.');
  return claimsOf(token, token.scopes);
}
