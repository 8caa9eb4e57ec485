import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { hmac, randomSecret, sha256 } from '@/lib/crypto';
import { formatToken, generateJti } from '@/lib/tokens/format';
import type { NewTokens } from '@/lib/tokens/new-tokens';

/** New tokens, in clear and as they are stored. They leave only after the statement that stores them (I7). */
export type MintedTokens = {
  /** An opaque token, or the `jti` of a JWT that is signed once its claims are stored. */
  access: { format: 'opaque'; token: string } | { format: 'jwt'; jti: string };
  refreshToken: string | null;
  rows: NewTokens;
};

/** The first tokens of a session: random. */
export const mintTokens = (ctx: RequestContext, client: Client): MintedTokens =>
  mint(ctx, client, randomSecret(), client.refresh ? randomSecret() : null);

/** The next tokens of a session: derived from the refresh token that is used, so that a retry derives the same (I4). */
export const mintSuccessors = (ctx: RequestContext, client: Client, refreshToken: string): MintedTokens =>
  mint(
    ctx,
    client,
    hmac('refresh-successor', `access ${refreshToken}`),
    hmac('refresh-successor', `refresh ${refreshToken}`),
  );

/** An access token alone, beside a refresh token that is there already: random. */
export const mintAccessToken = (ctx: RequestContext, client: Client): MintedTokens =>
  mint(ctx, client, randomSecret(), null);

function mint(
  ctx: RequestContext,
  client: Client,
  accessSecret: Buffer,
  refreshSecret: Buffer | null,
): MintedTokens {
  // Whole seconds, as `exp` tells them: no token lives on for the rest of one.
  const now = Math.floor(ctx.now.getTime() / 1000);
  const after = (seconds: number) => new Date((now + seconds) * 1000);
  const access =
    client.accessTokenFormat === 'jwt'
      ? { format: 'jwt' as const, jti: generateJti(accessSecret) }
      : { format: 'opaque' as const, token: formatToken(client.tokenPrefix, 'access', accessSecret) };
  const refreshToken = refreshSecret && formatToken(client.tokenPrefix, 'refresh', refreshSecret);
  return {
    access,
    refreshToken,
    rows: {
      accessHash: sha256(access.format === 'jwt' ? access.jti : access.token),
      accessExpiresAt: after(client.accessTokenLifetimeSeconds),
      refreshHash: refreshToken === null ? null : sha256(refreshToken),
      refreshExpiresAt: refreshToken === null ? null : after(client.refreshTokenIdleLifetimeSeconds),
      sessionExpiresAt: after(client.sessionLifetimeSeconds),
    },
  };
}
