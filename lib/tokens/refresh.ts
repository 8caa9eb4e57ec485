import { confirmClient, versionToConfirm } from '@/lib/clients/remembered';
import { resourcesOf } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { equalInConstantTime, sha256 } from '@/lib/crypto';
import type { DpopProof } from '@/lib/dpop/proof';
import { requireProof } from '@/lib/dpop/require';
import { decideBinding } from '@/lib/dpop/rules';
import { OAuthError } from '@/lib/oauth/errors';
import { withinCeiling } from '@/lib/organizations/rules';
import { endReusedFamily } from '@/lib/sessions/end';
import { requireAudience } from '@/lib/tokens/audience';
import { describeTokens, type IssuedTokens, requireSigningKeys, type SigningKeys } from '@/lib/tokens/issue';
import { type MintedTokens, mintAccessToken, mintSuccessors } from '@/lib/tokens/mint';
import { rotateRefreshToken } from '@/lib/tokens/rotate-store';
import { decideRefresh, decideRefreshScopes } from '@/lib/tokens/rules';
import {
  findRefreshToken,
  insertAccessToken,
  type NewAccessToken,
  type PresentedRefreshToken,
} from '@/lib/tokens/store';

export type RefreshRequest = {
  refreshToken: string;
  scopes: string[] | undefined;
  /** RFC 8707. */
  resources: string[];
  /** RFC 9449. */
  proof: DpopProof | null;
  /** Where a program names the organization (lib/dialects): by id or slug, the one that its session is for. */
  organizationId?: string | undefined;
};

/** The refresh token grant (RFC 6749 §6): each use gives the next pair and ends the token that was used. */
export async function refreshTokens(
  ctx: RequestContext,
  client: Client,
  request: RefreshRequest,
): Promise<IssuedTokens> {
  if (!client.refresh)
    throw new OAuthError('unauthorized_client', 'This client may not refresh.', {
      reason: 'bad_refresh_token',
    });
  const hash = sha256(request.refreshToken);
  const successors = mintSuccessors(ctx, client, request.refreshToken);

  const rotated = await rotateAtOnce(ctx, client, { ...request, hash, successors });
  if (rotated) return rotated;
  await confirmClient(ctx, client);

  // Twice at most: when another process rotates between our look and our statement, the second look sees what it did.
  for (let look = 0; look < 2; look++) {
    const token = await findRefreshToken(ctx, hash);
    const decision = decideRefresh(token, { clientId: client.id, now: ctx.now });
    if (!token || decision === 'invalid_grant') throw invalidRefreshToken();
    const bound = { policy: client.dpop, boundTo: token.boundTo };
    // Whoever has a bound token and not its key changes nothing. Of one that is not bound, a second holder gives
    // himself away, whatever he proves and whatever the first has bound the next ones to.
    if (decision !== 'reused' || bound.boundTo) await requireProof(bound, request.proof);
    if (decision === 'reused') {
      await endReusedFamily(ctx, token.sessionId);
      throw invalidRefreshToken();
    }
    const access = decideAccess(client, token, request);
    // Used a moment ago with another key, or with one: that was no lost answer, but a second holder.
    if (!client.isConfidential && token.successor && token.successor.dpopJkt !== access.dpopJkt) {
      await endReusedFamily(ctx, token.sessionId);
      throw invalidRefreshToken();
    }
    const keys = await requireSigningKeys(ctx, client, access.scopes);
    if (decision === 'same_successor') return repeatAnswer(ctx, client, keys, token, successors, access);
    const rotated = await rotateRefreshToken(ctx, {
      ...access,
      hash,
      clientId: client.id,
      // It was confirmed above: another change since is as good as one that came after.
      clientVersion: null,
      // RFC 9449 §5: a confidential client's refresh tokens are bound to its secret already.
      refreshDpopJkt: client.isConfidential ? null : access.dpopJkt,
      tokens: successors.rows,
    });
    if (rotated) return describeTokens(ctx, client, keys, successors, rotated);
  }
  throw invalidRefreshToken();
}

/**
 * The plain case, where nothing has to be known of the token before: it is used by the statement that gives the next one.
 * Null: this is another case, or the token is not to be used, so look.
 */
async function rotateAtOnce(
  ctx: RequestContext,
  client: Client,
  { hash, successors, ...asked }: RefreshRequest & { hash: Buffer; successors: MintedTokens },
): Promise<IssuedTokens | null> {
  const isPlain =
    !asked.proof &&
    client.dpop !== 'required' &&
    asked.scopes === undefined &&
    asked.resources.length === 0 &&
    asked.organizationId === undefined;
  if (!isPlain) return null;
  const keys = await requireSigningKeys(ctx, client, client.scopes);
  const rotated = await rotateRefreshToken(ctx, {
    ...{ hash, clientId: client.id, clientVersion: versionToConfirm(client) },
    ...{ scopes: client.scopes, audience: resourcesOf(client), dpopJkt: null, refreshDpopJkt: null },
    tokens: successors.rows,
  });
  return rotated && describeTokens(ctx, client, keys, successors, rotated);
}

type Access = Omit<NewAccessToken, 'tokens'>;

/** What the next access token carries: as asked, within what was granted and is still allowed. */
function decideAccess(client: Client, token: PresentedRefreshToken, request: RefreshRequest): Access {
  // A person chooses the organization, on the confirmation page; a refresh changes nothing of that.
  const { organizationId: wanted } = request;
  if (wanted !== undefined && wanted !== token.organizationId && wanted !== token.organizationSlug)
    throw new OAuthError(
      'invalid_request',
      'organization_id is not the organization of this session. Sign in again to choose another.',
    );
  const allowed = withinCeiling(client.scopes, token.scopeCeiling ?? []);
  const scopes = decideRefreshScopes(request.scopes, token.sessionScopes, allowed);
  if (!scopes) throw new OAuthError('invalid_scope', 'The scope is wider than what was granted.');
  const proven = request.proof?.jkt ?? null;
  return {
    scopes,
    audience: requireAudience(client, request.resources, token.sessionResources),
    dpopJkt: decideBinding({ policy: client.dpop, boundTo: token.boundTo, proven }),
  };
}

/**
 * The answer that was lost, again: the same tokens, with what is left of their time. Two processes of one tool that
 * refresh at once for different APIs share the refresh token, and get an access token each.
 */
async function repeatAnswer(
  ctx: RequestContext,
  client: Client,
  keys: SigningKeys,
  token: PresentedRefreshToken,
  successors: MintedTokens,
  access: Access,
): Promise<IssuedTokens> {
  const { successor } = token;
  const { rows, refreshToken } = successors;
  // Derived under another AUTH_SECRET, or for a profile that has changed since, they would be tokens that nobody stored.
  const isSame =
    successor !== null &&
    equalInConstantTime(token.successorHash!, rows.refreshHash!) &&
    equalInConstantTime(token.successorAccessHash!, rows.accessHash) &&
    successor.dpopJkt === access.dpopJkt;
  if (!isSame) throw invalidRefreshToken();
  if (isSameSet(successor.scopes, access.scopes) && isSameSet(successor.audience, access.audience))
    return describeTokens(ctx, client, keys, successors, { ...token, ...successor });
  const beside = mintAccessToken(ctx, client);
  const stored = await insertAccessToken(ctx, token.sessionId, { ...access, tokens: beside.rows });
  if (!stored) throw invalidRefreshToken();
  return describeTokens(ctx, client, keys, { ...beside, refreshToken }, stored);
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

export const invalidRefreshToken = (): OAuthError =>
  new OAuthError('invalid_grant', 'The refresh token is unknown, expired or was ended.', {
    reason: 'bad_refresh_token',
  });
