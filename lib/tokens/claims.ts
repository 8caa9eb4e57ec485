import { resourceOnWire } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import { numericDate } from '@/lib/keys/jwt';
import type { AccessTokenFacts, TokenSubject } from '@/lib/tokens/subject';

type Person = Pick<TokenSubject, 'userId' | 'name' | 'email' | 'emailVerified' | 'image'>;

/** What is said of a person, by scope: the same in an id_token and at userinfo (OpenID Connect Core §5.4). */
export function claimsOf(person: Person, scopes: readonly string[]): Record<string, string | boolean> {
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

/** Whom every token names. */
export type ClaimsSubject = Pick<
  TokenSubject,
  'userId' | 'clientId' | 'sessionId' | 'organizationId' | 'authenticatedAt' | 'acr' | 'amr'
>;

/** How and when the person signed in: in every token, through every refresh (RFC 9068 §2.2.1, RFC 8176, RFC 9470). */
export const authenticationClaims = (subject: ClaimsSubject) => ({
  sid: subject.sessionId,
  auth_time: numericDate(subject.authenticatedAt),
  ...(subject.acr ? { acr: subject.acr } : {}),
  amr: subject.amr,
});

/** RFC 7519 §4.1.3: one alone is a string. */
function audienceOnWire(audience: readonly string[]): string | string[] {
  const [first, ...more] = audience.map(resourceOnWire);
  return more.length === 0 ? first! : [first!, ...more];
}

/** What the programs of another system read in a JWT access token beyond RFC 9068, where its client is one of theirs. */
export function furtherClaims(
  client: Pick<Client, 'id' | 'accessTokenClaims' | 'service' | 'administratorsOnly'>,
  subject: TokenSubject,
  scopes: readonly string[],
): Record<string, string | string[] | boolean> {
  switch (client.accessTokenClaims) {
    case 'standard':
      return {};
    case 'authos': {
      const isOfOrganization = subject.organizationSlug !== null && !client.administratorsOnly;
      return {
        ...(scopes.includes('email') ? { email: subject.email } : {}),
        is_platform_owner: subject.isPlatformAdmin,
        ...(isOfOrganization ? { org: subject.organizationSlug!, service: client.service ?? client.id } : {}),
      };
    }
    case 'workos':
      return subject.organizationRole ? { role: subject.organizationRole, permissions: [] } : {};
  }
}

/** What an access token says of itself: as a JWT (RFC 9068 §2.2) and at introspection (RFC 7662 §2.2) alike. */
export const accessTokenClaims = (subject: ClaimsSubject, token: AccessTokenFacts) => ({
  sub: subject.userId,
  aud: audienceOnWire(token.audience),
  iat: numericDate(token.issuedAt),
  exp: numericDate(token.expiresAt),
  client_id: subject.clientId,
  scope: token.scopes.join(' '),
  ...authenticationClaims(subject),
  ...(subject.organizationId ? { org_id: subject.organizationId } : {}),
  ...(token.dpopJkt ? { cnf: { jkt: token.dpopJkt } } : {}),
});
