import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { numericDate, signJwt } from '@/lib/keys/jwt';
import { signingKey } from '@/lib/keys/ring';
import { accessTokenClaims, furtherClaims } from '@/lib/tokens/claims';
import { signIdToken } from '@/lib/tokens/id-token';
import type { MintedTokens } from '@/lib/tokens/mint';
import type { AccessTokenFacts, TokenSubject } from '@/lib/tokens/subject';

/** What a token endpoint answers, before it is written in a dialect's form. */
export type IssuedTokens = {
  accessToken: string;
  refreshToken: string | null;
  idToken: string | null;
  /** RFC 9449 §5: `DPoP` when the access token is bound to a key. */
  tokenType: 'Bearer' | 'DPoP';
  expiresInSeconds: number;
  /** Until the whole session ends, however often it is refreshed. */
  sessionExpiresInSeconds: number;
  scopes: string[];
  /** Whom they are about. */
  subject: TokenSubject;
};

/** Tokens as the statement that stored them returned them. */
export type StoredTokens = TokenSubject & AccessTokenFacts;

/** Before anything is claimed: a key that cannot sign must not cost anybody a code (I7). */
export async function requireSigningKeys(
  ctx: RequestContext,
  client: Client,
  scopes: readonly string[],
): Promise<void> {
  if (client.accessTokenFormat === 'jwt') await signingKey(client.accessTokenSigningAlg, ctx.now);
  if (scopes.includes('openid')) await signingKey(client.signedResponseAlg, ctx.now);
}

/** The answer for tokens that are stored by now. */
export async function describeTokens(
  ctx: RequestContext,
  client: Client,
  minted: MintedTokens,
  stored: StoredTokens,
): Promise<IssuedTokens> {
  const { access } = minted;
  return {
    accessToken:
      access.format === 'opaque' ? access.token : await signAccessToken(ctx, client, access.jti, stored),
    refreshToken: minted.refreshToken,
    idToken: stored.scopes.includes('openid') ? await signIdToken(ctx, client, stored, stored) : null,
    tokenType: stored.dpopJkt ? 'DPoP' : 'Bearer',
    expiresInSeconds: secondsUntil(ctx, stored.expiresAt),
    sessionExpiresInSeconds: secondsUntil(ctx, stored.sessionExpiresAt),
    scopes: stored.scopes,
    subject: stored,
  };
}

/** RFC 9068 §2. */
const signAccessToken = (ctx: RequestContext, client: Client, jti: string, stored: StoredTokens) =>
  signJwt(
    ctx,
    { type: 'at+jwt', algorithm: client.accessTokenSigningAlg },
    { ...accessTokenClaims(stored, stored), ...furtherClaims(client, stored, stored.scopes), jti },
  );

const secondsUntil = (ctx: RequestContext, at: Date): number =>
  Math.max(0, numericDate(at) - numericDate(ctx.now));
