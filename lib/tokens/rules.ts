/**
 * A used refresh token that comes again within this time is a retry whose first answer was lost, or a parallel process
 * of the same tool: it gets the same successor (I4). Later it is theft.
 */
export const retrySeconds = 10;

export type RefreshTokenState = {
  clientId: string;
  /** Session, person, client, organization and membership all count still. */
  isSessionLive: boolean;
  expiresAt: Date;
  usedAt: Date | null;
};

export type RefreshDecision = 'rotate' | 'same_successor' | 'reused' | 'invalid_grant';

/** What a presented refresh token deserves (RFC 6749 §6, RFC 9700 §4.14.2). */
export function decideRefresh(
  token: RefreshTokenState | null,
  presented: { clientId: string; now: Date },
): RefreshDecision {
  if (!token || token.clientId !== presented.clientId || !token.isSessionLive) return 'invalid_grant';
  if (token.usedAt) {
    const ageSeconds = (presented.now.getTime() - token.usedAt.getTime()) / 1000;
    return ageSeconds <= retrySeconds ? 'same_successor' : 'reused';
  }
  return presented.now >= token.expiresAt ? 'invalid_grant' : 'rotate';
}

/**
 * RFC 6749 §6: the scope may narrow and never widen. Scopes that the client may not have at all are dropped, as they
 * were at the device request. Null: it asks for what was not granted.
 */
export function decideRefreshScopes(
  requested: readonly string[] | undefined,
  granted: readonly string[],
  allowed: readonly string[],
): string[] | null {
  if (requested === undefined || requested.length === 0) return [...granted];
  const known = requested.filter((scope) => allowed.includes(scope) || granted.includes(scope));
  return known.length > 0 && known.every((scope) => granted.includes(scope))
    ? granted.filter((scope) => known.includes(scope))
    : null;
}
