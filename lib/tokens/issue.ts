import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { hmac, randomSecret, sha256 } from '@/lib/crypto';
import { formatToken } from '@/lib/tokens/format';
import { signIdToken } from '@/lib/tokens/id-token';

/** What is stored of new tokens: hashes and ends. */
export type NewTokens = {
  accessHash: Buffer;
  accessExpiresAt: Date;
  refreshHash: Buffer | null;
  refreshExpiresAt: Date | null;
  /** The absolute end of a new session. */
  sessionExpiresAt: Date;
};

/** New tokens, in clear and as they are stored. They leave only after the statement that stores them (I7). */
export type MintedTokens = { accessToken: string; refreshToken: string | null; rows: NewTokens };

/** What a token endpoint answers, before it is written in a dialect's form. */
export type IssuedTokens = {
  accessToken: string;
  refreshToken: string | null;
  idToken: string | null;
  expiresInSeconds: number;
  scopes: string[];
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

function mint(
  ctx: RequestContext,
  client: Client,
  accessSecret: Buffer,
  refreshSecret: Buffer | null,
): MintedTokens {
  const after = (seconds: number) => new Date(ctx.now.getTime() + seconds * 1000);
  const accessToken = formatToken(client.tokenPrefix, 'access', accessSecret);
  const refreshToken = refreshSecret && formatToken(client.tokenPrefix, 'refresh', refreshSecret);
  return {
    accessToken,
    refreshToken,
    rows: {
      accessHash: sha256(accessToken),
      accessExpiresAt: after(client.accessTokenLifetimeSeconds),
      refreshHash: refreshToken === null ? null : sha256(refreshToken),
      refreshExpiresAt: refreshToken === null ? null : after(client.refreshTokenIdleLifetimeSeconds),
      sessionExpiresAt: after(client.sessionLifetimeSeconds),
    },
  };
}

/** Whom the tokens are about. */
export type TokenSubject = {
  userId: string;
  name: string | null;
  email: string;
  emailVerified: boolean;
  image: string | null;
  authenticatedAt: Date;
};

/** The answer for tokens that are stored by now; with an id_token when `openid` was granted. */
export async function describeTokens(
  ctx: RequestContext,
  client: Client,
  tokens: { accessToken: string; refreshToken: string | null; rows: { accessExpiresAt: Date } },
  granted: TokenSubject & { scopes: string[] },
): Promise<IssuedTokens> {
  return {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    idToken: granted.scopes.includes('openid') ? await signIdToken(ctx, client, granted) : null,
    expiresInSeconds: Math.max(
      0,
      Math.floor((tokens.rows.accessExpiresAt.getTime() - ctx.now.getTime()) / 1000),
    ),
    scopes: granted.scopes,
  };
}
