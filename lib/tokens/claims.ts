/** What is said of a person, by scope: the same in an id_token and at userinfo (OpenID Connect Core §5.4). */
export function claimsOf(
  person: {
    userId: string;
    name: string | null;
    email: string;
    emailVerified: boolean;
    image: string | null;
  },
  scopes: readonly string[],
): Record<string, string | boolean> {
  const claims: Record<string, string | boolean> = { sub: person.userId };
  if (scopes.includes('profile')) {
    if (person.name) claims.name = person.name;
    if (person.image) claims.picture = person.image;
  }
  if (scopes.includes('email')) {
    claims.email = person.email;
    claims.email_verified = person.emailVerified;
  }
  return claims;
}
