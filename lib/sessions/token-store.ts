import { runStatement } from '@/lib/db/pool';

export type SessionOfToken = {
  sessionId: string;
  userId: string;
  clientId: string;
  organizationId: string | null;
  kind: 'access_token' | 'refresh_token';
};

/** The session that a token belongs to, dead or alive, while the token's row is kept. */
export async function findSessionOfHash(hash: Buffer): Promise<SessionOfToken | null> {
  const rows = await runStatement<SessionOfToken>(
    'find_session_of_hash',
    `SELECT s.id AS "sessionId", s.user_id AS "userId", s.client_id AS "clientId",
            s.organization_id AS "organizationId", t.kind
       FROM (SELECT session_id, 'access_token' AS kind FROM access_tokens WHERE hash = $1
             UNION ALL SELECT session_id, 'refresh_token' FROM refresh_tokens WHERE hash = $1) t
       JOIN sessions s ON s.id = t.session_id`,
    [hash],
  );
  return rows[0] ?? null;
}

/** The id of the API key of that SHA-256; unlike its use, this leaves no trace on it. */
export async function findApiKeyOfHash(hash: Buffer): Promise<string | null> {
  const rows = await runStatement<{ id: string }>(
    'find_api_key_of_hash',
    'SELECT id FROM api_keys WHERE hash = $1',
    [hash],
  );
  return rows[0]?.id ?? null;
}
