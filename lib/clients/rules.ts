/** RFC 6749 §3.3: what is granted of what was asked. Unknown scopes are dropped, not fatal; asking for none means all the client may have. */
export function decideScopes(requested: readonly string[] | undefined, allowed: readonly string[]): string[] {
  if (requested === undefined || requested.length === 0) return [...allowed];
  return allowed.filter((scope) => requested.includes(scope));
}

/** Does a client that is there become one for administrators alone? Its tokens then reach over everything. */
export const becomesAdministratorsOnly = (
  before: { administratorsOnly: boolean } | null,
  after: { administratorsOnly: boolean },
): boolean => before !== null && !before.administratorsOnly && after.administratorsOnly;
