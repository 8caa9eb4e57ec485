import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { equalInConstantTime, sha256 } from '@/lib/crypto';
import { OAuthError } from '@/lib/oauth/errors';
import { endReusedFamily } from '@/lib/sessions/end';
import { describeTokens, type IssuedTokens, type MintedTokens, mintSuccessors } from '@/lib/tokens/issue';
import { decideRefresh, decideRefreshScopes } from '@/lib/tokens/rules';
import { findRefreshToken, type PresentedRefreshToken, rotateRefreshToken } from '@/lib/tokens/store';

/** The refresh token grant (RFC 6749 §6): each use gives the next pair and ends the token that was used. */
export async function refreshTokens(
  ctx: RequestContext,
  client: Client,
  request: { refreshToken: string; scopes: string[] | undefined },
): Promise<IssuedTokens> {
  if (!client.refresh) throw new OAuthError('unauthorized_client', 'This client may not refresh.');
  const hash = sha256(request.refreshToken);
  const successors = mintSuccessors(ctx, client, request.refreshToken);

  // Twice at most: when another process rotates between our look and our statement, the second look sees what it did.
  for (let look = 0; look < 2; look++) {
    const token = await findRefreshToken(ctx, hash);
    switch (decideRefresh(token, { clientId: client.id, now: ctx.now })) {
      case 'invalid_grant':
        throw invalidRefreshToken();
      case 'reused':
        await endReusedFamily(ctx, token!.sessionId);
        throw invalidRefreshToken();
      case 'same_successor':
        return repeatAnswer(ctx, client, token!, successors);
      case 'rotate': {
        const scopes = decideRefreshScopes(request.scopes, token!.scopes, client.scopes);
        if (!scopes) throw new OAuthError('invalid_scope', 'The scope is wider than what was granted.');
        const rotated = await rotateRefreshToken(ctx, {
          hash,
          clientId: client.id,
          scopes,
          tokens: successors.rows,
        });
        if (rotated) return describeTokens(ctx, client, { ...successors, rows: rotated }, rotated);
      }
    }
  }
  throw invalidRefreshToken();
}

/** The answer that was lost, again: the same tokens, with what is left of their time. */
async function repeatAnswer(
  ctx: RequestContext,
  client: Client,
  token: PresentedRefreshToken,
  successors: MintedTokens,
) {
  // Derived under another AUTH_SECRET, or with another prefix, it would be a token that nobody stored.
  const isSame =
    token.successorHash && equalInConstantTime(token.successorHash, successors.rows.refreshHash!);
  if (!isSame || !token.successorScopes || !token.successorAccessExpiresAt) throw invalidRefreshToken();
  return describeTokens(
    ctx,
    client,
    { ...successors, rows: { accessExpiresAt: token.successorAccessExpiresAt } },
    { ...token, scopes: token.successorScopes },
  );
}

const invalidRefreshToken = () =>
  new OAuthError('invalid_grant', 'The refresh token is unknown, expired or was ended.');
