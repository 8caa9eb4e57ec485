import { pool } from '@/lib/db/pool';
import { expired } from '@/lib/sessions/rules';

const batch = 2_000;

/** End some sessions whose time is over, as if at that time. Those that another node ends are passed over. Returns how many. */
export async function endExpiredBatch(now: Date): Promise<{ ended: number; isLast: boolean }> {
  const { rowCount } = await pool().query({
    name: 'end_expired_sessions',
    text: `UPDATE sessions SET revoked_at = expires_at, revoked_reason = '${expired}' WHERE id IN (
             SELECT id FROM sessions WHERE revoked_at IS NULL AND expires_at <= $1
              ORDER BY expires_at LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
    values: [now],
  });
  return { ended: rowCount ?? 0, isLast: (rowCount ?? 0) < batch };
}
