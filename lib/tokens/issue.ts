import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { numericDate, signJwt } from '@/lib/keys/jwt';
import { type SigningKey, signingKey } from '@/lib/keys/ring';
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

/** With what the tokens of a client are signed; null where nothing is. */
export type SigningKeys = { accessToken: SigningKey | null; idToken: SigningKey | null };

/**
 * Opened before anything is claimed, and used after it: a key that cannot sign, or that can no more be asked for, must
 * not cost anybody a code (I7).
 */
export const requireSigningKeys = async (
  ctx: RequestContext,
  client: Client,
  scopes: readonly string[],
): Promise<SigningKeys> => ({
  accessToken:
    client.accessTokenFormat === 'jwt' ? await signingKey(client.accessTokenSigningAlg, ctx.now) : null,
  idToken: scopes.includes('openid') ? await signingKey(client.signedResponseAlg, ctx.now) : null,
});

/** The answer for tokens that are stored by now: nothing is asked of anybody for it. */
export async function describeTokens(
  ctx: RequestContext,
  client: Client,
  keys: SigningKeys,
  minted: MintedTokens,
  stored: StoredTokens,
): Promise<IssuedTokens> {
  const { access } = minted;
  const hasIdToken = stored.scopes.includes('openid');
  return {
    accessToken:
      access.format === 'opaque'
        ? access.token
        : await signAccessToken(keys.accessToken!, client, access.jti, stored),
    refreshToken: minted.refreshToken,
    // Of the scopes that the keys were opened for, some may have been cut since; none was added.
    idToken: hasIdToken ? await signIdToken(ctx, keys.idToken!, client, stored, stored) : null,
    tokenType: stored.dpopJkt ? 'DPoP' : 'Bearer',
    expiresInSeconds: secondsUntil(ctx, stored.expiresAt),
    sessionExpiresInSeconds: secondsUntil(ctx, stored.sessionExpiresAt),
    scopes: stored.scopes,
    subject: stored,
  };
}

/** RFC 9068 §2. */
const signAccessToken = (key: SigningKey, client: Client, jti: string, stored: StoredTokens) =>
  signJwt(key, 'at+jwt', {
    ...accessTokenClaims(stored, stored),
    ...furtherClaims(client, stored, stored.scopes),
    jti,
  });

const secondsUntil = (ctx: RequestContext, at: Date): number =>
  Math.max(0, numericDate(at) - numericDate(ctx.now));
