/** May this client (SQL) sign people in for the organization `o`? It is not disabled, and names this client or none. */
export const organizationAllows = (client: string): string =>
  `o.disabled_at IS NULL AND (cardinality(o.allowed_clients) = 0 OR ${client} = ANY (o.allowed_clients))`;

/**
 * When does a session count? The one answer, as SQL over `s` (sessions): not ended, not past its absolute end, and its
 * person, client, organization and membership still there and not disabled, its client one that the organization
 * allows, and its person an administrator where the client is for these alone (I6). Ending a session is one write to its
 * row, and every token of it is dead at the next statement on every node (I9). `now` is a parameter such as `$2`.
 */
export const sessionIsLive = (now: string): string => `(s.revoked_at IS NULL AND s.expires_at > ${now}
   AND EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.disabled_at IS NULL)
   AND EXISTS (SELECT FROM clients c WHERE c.id = s.client_id AND c.disabled_at IS NULL
                  AND (NOT c.administrators_only OR EXISTS (SELECT FROM users a WHERE a.id = s.user_id AND a.role = 'admin'))
                  AND (c.sessions_ended_before IS NULL OR s.created_at >= c.sessions_ended_before))
   AND (s.organization_id IS NULL OR EXISTS (
         SELECT FROM memberships m JOIN organizations o ON o.id = m.organization_id
          WHERE m.organization_id = s.organization_id AND m.user_id = s.user_id AND ${organizationAllows('s.client_id')})))`;

/**
 * The same for a statement of the hot path that reads person, client, organization and membership anyway: joined to `s` once,
 * as `p`, `c`, `o` and `m`, and asked by {@link standsLive}.
 */
export const standing = `JOIN users p ON p.id = s.user_id
  JOIN clients c ON c.id = s.client_id
  LEFT JOIN organizations o ON o.id = s.organization_id
  LEFT JOIN memberships m ON m.organization_id = s.organization_id AND m.user_id = s.user_id`;

export const standsLive = (now: string): string => `(s.revoked_at IS NULL AND s.expires_at > ${now}
   AND p.disabled_at IS NULL
   AND c.disabled_at IS NULL AND (NOT c.administrators_only OR p.role = 'admin')
   AND (c.sessions_ended_before IS NULL OR s.created_at >= c.sessions_ended_before)
   AND (s.organization_id IS NULL OR (m.user_id IS NOT NULL AND ${organizationAllows('s.client_id')})))`;
