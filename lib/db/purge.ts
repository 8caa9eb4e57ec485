import { pool } from '@/lib/db/pool';

/** Rows per statement, so that none holds its locks for long. */
const batch = 5_000;

/**
 * What time has made worthless is deleted, and user codes of expired grants are free again. `$1` is now. Every node
 * runs it; rows that another one is deleting are passed over. The oldest first: so that an index is read from its
 * beginning, and not a table in the hope of soon finding enough, which is read to its end where there is nothing to do.
 */
const statements: Record<string, string> = {
  free_user_codes: `UPDATE device_grants SET user_code_hmac = NULL WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM device_grants WHERE user_code_hmac IS NOT NULL AND expires_at < $1
       ORDER BY expires_at LIMIT ${batch} FOR UPDATE SKIP LOCKED))`,
  device_grants: deleteWhere('device_grants', "expires_at < $1::timestamptz - interval '1 day'"),
  access_tokens: deleteWhere('access_tokens', 'expires_at < $1'),
  refresh_tokens: deleteWhere('refresh_tokens', 'expires_at < $1'),
  dpop_proofs: deleteWhere('dpop_proofs', 'expires_at < $1'),
  browser_sessions: deleteWhere('browser_sessions', 'expires < $1'),
  authenticator_enrolments: deleteWhere('authenticator_enrolments', 'expires_at < $1'),
  spent_challenges: deleteWhere('spent_challenges', 'expires_at < $1'),
  email_changes: deleteWhere('email_changes', 'expires_at < $1'),
  invitations: deleteWhere('invitations', 'expires_at < $1'),
  known_browsers: deleteWhere('known_browsers', "last_used_at < $1::timestamptz - interval '400 days'"),
  client_trials: deleteWhere('client_trials', 'expires_at < $1'),
  // A logo is shown from the moment it is kept; what no client and no setting shows any more goes after an hour.
  images: deleteWhere(
    'images',
    `created_at < $1::timestamptz - interval '1 hour' AND NOT EXISTS (SELECT FROM clients c WHERE c.logo_hash = images.hash)
      AND NOT EXISTS (SELECT FROM settings s WHERE s.key = 'settings.branding' AND strpos(s.value, encode(images.hash, 'hex')) > 0)`,
  ),
  sign_in_links: deleteWhere('sign_in_links', 'expires < $1'),
  bulk_revocations: deleteWhere('bulk_revocations', "finished_at < $1::timestamptz - interval '30 days'"),
  // Also what waits for a webhook that is disabled: a try is due for three days at most.
  webhook_deliveries: deleteWhere('webhook_deliveries', "created_at < $1::timestamptz - interval '30 days'"),
  activity: deleteWhere('activity', "hour < $1::timestamptz - interval '2 years'"),
  rate_limits: deleteWhere('rate_limits', 'expire < extract(epoch FROM $1::timestamptz) * 1000'),
};

/** `condition` begins with the time that it goes by. Rows are found by their place (`ctid`), which they keep while they are locked. */
function deleteWhere(table: string, condition: string): string {
  const [time] = condition.split(' ');
  return `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM ${table} WHERE ${condition} ORDER BY ${time} LIMIT ${batch} FOR UPDATE SKIP LOCKED))`;
}

/** A table that fails holds up no other; what failed is thrown at the end. */
export async function purge(now: Date): Promise<void> {
  const failures: unknown[] = [];
  for (const [name, text] of Object.entries(statements))
    await deleteAll(name, text, now).catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** The rows of sessions that ended before then, with what hangs on them; by the index `sessions_ended`. */
export const purgeEndedSessions = (endedBefore: Date): Promise<void> =>
  deleteAll(
    'ended_sessions',
    deleteWhere('sessions', 'revoked_at IS NOT NULL AND revoked_at < $1'),
    endedBefore,
  );

async function deleteAll(name: string, text: string, at: Date): Promise<void> {
  let removed: number | null;
  do removed = (await pool().query({ name: `purge_${name}`, text, values: [at] })).rowCount;
  while (removed === batch);
}
