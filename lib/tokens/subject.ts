/** Whom tokens are about: the person and the session, as the statement that stored the tokens returned them. */
export type TokenSubject = {
  userId: string;
  name: string | null;
  email: string;
  emailVerified: boolean;
  image: string | null;
  isPlatformAdmin: boolean;
  userCreatedAt: Date;
  userUpdatedAt: Date;
  sessionId: string;
  clientId: string;
  organizationId: string | null;
  organizationSlug: string | null;
  /** What the person is there. */
  organizationRole: 'owner' | 'admin' | 'member' | null;
  authenticatedAt: Date;
  acr: string | null;
  amr: string[];
  sessionCreatedAt: Date;
  sessionUsedAt: Date;
  sessionExpiresAt: Date;
  /** Where the device asked from, and what it said it is. */
  sessionIp: string | null;
  sessionUserAgent: string | null;
};

/** Where columns come from that are not always a session's own: SQL expressions. */
type Sources = Record<'organizationSlug' | 'organizationRole', string> & {
  [Name in keyof TokenSubject]?: string;
};

/** The columns of a {@link TokenSubject}, or some of them, over `s` (sessions) and `p` (users). */
export function columnsOfSubject(sources: Sources, names?: readonly (keyof TokenSubject)[]): string {
  const sql: Record<keyof TokenSubject, string> = {
    userId: 'p.id',
    name: 'p.name',
    email: 'p.email',
    emailVerified: 'p.email_verified IS NOT NULL',
    image: 'p.image',
    isPlatformAdmin: "p.role = 'admin'",
    userCreatedAt: 'p.created_at',
    userUpdatedAt: 'p.updated_at',
    sessionId: 's.id',
    clientId: 's.client_id',
    organizationId: 's.organization_id',
    authenticatedAt: 's.authenticated_at',
    acr: 's.acr',
    amr: 's.amr',
    sessionCreatedAt: 's.created_at',
    sessionUsedAt: 's.last_used_at',
    sessionExpiresAt: 's.expires_at',
    sessionIp: 's.ip',
    sessionUserAgent: 's.user_agent',
    ...sources,
  };
  return (names ?? (Object.keys(sql) as (keyof TokenSubject)[]))
    .map((name) => `${sql[name]} AS "${name}"`)
    .join(', ');
}

/** The same where organization and membership are not joined. */
export const subjectColumns = columnsOfSubject({
  organizationSlug: '(SELECT g.slug FROM organizations g WHERE g.id = s.organization_id)',
  organizationRole:
    '(SELECT m.role FROM memberships m WHERE m.organization_id = s.organization_id AND m.user_id = s.user_id)',
});

/** The same over the joins of `standing` (sessions/live.ts). */
export const standingColumns = (names?: readonly (keyof TokenSubject)[]): string =>
  columnsOfSubject({ organizationSlug: 'o.slug', organizationRole: 'm.role' }, names);

/** What one access token carries beyond its subject. */
export type AccessTokenFacts = {
  scopes: string[];
  audience: string[];
  issuedAt: Date;
  expiresAt: Date;
  /** RFC 9449 §6: thumbprint of the key that it is bound to. */
  dpopJkt: string | null;
};

/** The columns of {@link AccessTokenFacts}, over `a` (access_tokens). */
export const accessColumns = `a.scopes, a.audience, a.dpop_jkt AS "dpopJkt", a.created_at AS "issuedAt", a.expires_at AS "expiresAt"`;

/** The end of each statement that stores an access token: what it returns of it, over its CTEs `s` (the session) and `a`. */
export const selectStoredTokens = `SELECT ${subjectColumns}, ${accessColumns}
       FROM s JOIN users p ON p.id = s.user_id CROSS JOIN a`;

/**
 * Of these scopes (SQL), in their order, those that the client may have and that are below an organization's ceiling; with
 * no ceiling, or no organization, the client's limit alone.
 */
export const scopesWithin = (scopes: string, allowed: string, ceiling: string): string =>
  `ARRAY(SELECT one FROM unnest(${scopes}) WITH ORDINALITY AS w (one, place)
          WHERE one = ANY (${allowed}) AND (COALESCE(cardinality(${ceiling}), 0) = 0 OR one = ANY (${ceiling})) ORDER BY place)`;

/** Of these resources (SQL), in their order, those that are allowed; where none are named, all that are allowed. */
export const resourcesWithin = (resources: string, allowed: string): string =>
  `CASE WHEN cardinality(${resources}) = 0 THEN ${allowed}
        ELSE ARRAY(SELECT one FROM unnest(${resources}) WITH ORDINALITY AS w (one, place) WHERE one = ANY (${allowed}) ORDER BY place) END`;
