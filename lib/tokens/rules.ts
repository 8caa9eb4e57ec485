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
 * were at the device request; what it may not have any more is not granted again (I6). Null: it asks for what was not
 * granted.
 */
export function decideRefreshScopes(
  requested: readonly string[] | undefined,
  granted: readonly string[],
  allowed: readonly string[],
): string[] | null {
  const still = granted.filter((scope) => allowed.includes(scope));
  if (requested === undefined || requested.length === 0) return still;
  const known = requested.filter((scope) => allowed.includes(scope) || granted.includes(scope));
  if (!known.every((scope) => granted.includes(scope))) return null;
  const narrowed = still.filter((scope) => known.includes(scope));
  return narrowed.length > 0 ? narrowed : null;
}

/**
 * RFC 8707 §2: for which APIs an access token is. What the device request named, or all that its client may have,
 * less what this request leaves out. Null: it asks for what was not granted, or nothing is left.
 */
export function decideAudience(
  requested: readonly string[],
  granted: readonly string[],
  allowed: readonly string[],
): string[] | null {
  const base = granted.length === 0 ? [...allowed] : granted.filter((resource) => allowed.includes(resource));
  if (!requested.every((resource) => base.includes(resource))) return null;
  const audience = requested.length === 0 ? base : base.filter((resource) => requested.includes(resource));
  return audience.length === 0 ? null : audience;
}

/**
 * May this service know of this token (RFC 7662 §4)? Whoever asks holds the token already; still a service that has
 * APIs of its own learns only of tokens for these, and an organization's key only of its own people's.
 */
export function decideVisibility(
  caller: { clientId: string; resources: readonly string[] } | { organizationId: string },
  token: { clientId: string; organizationId: string | null; audience: readonly string[] },
): boolean {
  if ('organizationId' in caller) return token.organizationId === caller.organizationId;
  return (
    caller.resources.length === 0 ||
    token.clientId === caller.clientId ||
    token.audience.some((resource) => caller.resources.includes(resource))
  );
}
