import { runStatement } from '@/lib/db/pool';

/** The client of the session that this access or refresh token is of, live or not. */
export async function findClientIdOfToken(hash: Buffer): Promise<string | null> {
  const rows = await runStatement<{ id: string }>(
    'find_client_id_of_token',
    `SELECT s.client_id AS id FROM sessions s
      WHERE s.id = COALESCE((SELECT session_id FROM refresh_tokens WHERE hash = $1),
                            (SELECT session_id FROM access_tokens WHERE hash = $1))`,
    [hash],
  );
  return rows[0]?.id ?? null;
}
