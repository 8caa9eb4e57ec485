import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { numericDate, signJwt } from '@/lib/keys/jwt';
import type { SigningKey } from '@/lib/keys/ring';
import { authenticationClaims, claimsOf } from '@/lib/tokens/claims';
import type { AccessTokenFacts, TokenSubject } from '@/lib/tokens/subject';

/** OpenID Connect Core §2. It lives as long as the access token beside it. */
export const signIdToken = (
  ctx: RequestContext,
  key: SigningKey,
  client: Client,
  subject: TokenSubject,
  token: AccessTokenFacts,
): Promise<string> =>
  signJwt(key, 'JWT', {
    ...claimsOf(subject, token.scopes),
    ...authenticationClaims(subject),
    aud: client.id,
    iat: numericDate(ctx.now),
    exp: numericDate(token.expiresAt),
  });
