import { OAuthError } from '@/lib/oauth/errors';
import { claimsOf } from '@/lib/tokens/claims';
import type { LiveToken } from '@/lib/tokens/store';

/** OpenID Connect Core §5.3: who the token is about, as far as its scopes reach. */
export function userinfo(token: LiveToken): Record<string, string | boolean> {
  if (!token.scopes.includes('openid'))
    throw new OAuthError('insufficient_scope', 'The scope openid is needed.');
  return claimsOf(token, token.scopes);
}
