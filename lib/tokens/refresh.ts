import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { equalInConstantTime, sha256 } from '@/lib/crypto';
import { requireProof } from '@/lib/dpop/require';
import { decideBinding } from '@/lib/dpop/rules';
import { OAuthError } from '@/lib/oauth/errors';
import { endReusedFamily } from '@/lib/sessions/end';
import { requireAudience } from '@/lib/tokens/audience';
import { describeTokens, type IssuedTokens, requireSigningKeys } from '@/lib/tokens/issue';
import { type MintedTokens, mintSuccessors } from '@/lib/tokens/mint';
import { decideRefresh, decideRefreshScopes } from '@/lib/tokens/rules';
import { findRefreshToken, type PresentedRefreshToken, rotateRefreshToken } from '@/lib/tokens/store';

export type RefreshRequest = {
  refreshToken: string;
  scopes: string[] | undefined;
  /** RFC 8707. */
  resources: string[];
  /** The key that the request proves (RFC 9449), as a thumbprint. */
  dpopJkt: string | null;
};

/** The refresh token grant (RFC 6749 §6): each use gives the next pair and ends the token that was used. */
export async function refreshTokens(
  ctx: RequestContext,
  client: Client,
  request: RefreshRequest,
): Promise<IssuedTokens> {
  if (!client.refresh) throw new OAuthError('unauthorized_client', 'This client may not refresh.');
  const hash = sha256(request.refreshToken);
  const successors = mintSuccessors(ctx, client, request.refreshToken);

  // Twice at most: when another process rotates between our look and our statement, the second look sees what it did.
  for (let look = 0; look < 2; look++) {
    const token = await findRefreshToken(ctx, hash);
    const decision = decideRefresh(token, { clientId: client.id, now: ctx.now });
    if (!token || decision === 'invalid_grant') throw invalidRefreshToken();
    const binding = { policy: client.dpop, boundTo: token.sessionDpopJkt, proven: request.dpopJkt };
    // Before anything else happens: whoever has not the key must not end the family either.
    requireProof(binding);
    switch (decision) {
      case 'reused':
        await endReusedFamily(ctx, token.sessionId);
        throw invalidRefreshToken();
      case 'same_successor':
        return repeatAnswer(ctx, client, token, successors, decideBinding(binding));
      case 'rotate': {
        const scopes = decideRefreshScopes(request.scopes, token.sessionScopes, client.scopes);
        if (!scopes) throw new OAuthError('invalid_scope', 'The scope is wider than what was granted.');
        await requireSigningKeys(ctx, client, scopes);
        const dpopJkt = decideBinding(binding);
        const rotated = await rotateRefreshToken(ctx, {
          hash,
          clientId: client.id,
          scopes,
          audience: requireAudience(client, request.resources, token.sessionResources),
          dpopJkt,
          // RFC 9449 §5: a confidential client's refresh tokens are bound to its secret already.
          sessionDpopJkt: client.isConfidential ? null : dpopJkt,
          tokens: successors.rows,
        });
        if (rotated) return describeTokens(ctx, client, successors, rotated);
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
  dpopJkt: string | null,
) {
  const { rows } = successors;
  // Derived under another AUTH_SECRET, or for a profile that has changed since, they would be tokens that nobody stored.
  const isSame =
    token.successor !== null &&
    equalInConstantTime(token.successorHash!, rows.refreshHash!) &&
    equalInConstantTime(token.successorAccessHash!, rows.accessHash) &&
    token.successor.dpopJkt === dpopJkt;
  if (!isSame) throw invalidRefreshToken();
  return describeTokens(ctx, client, successors, { ...token, ...token.successor! });
}

const invalidRefreshToken = () =>
  new OAuthError('invalid_grant', 'The refresh token is unknown, expired or was ended.');
