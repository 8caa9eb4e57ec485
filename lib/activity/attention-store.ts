import type { Figures, Recent } from '@/lib/activity/attention';
import { denied, expiringDays, idleClient, liveSessions, wrongUserCode } from '@/lib/activity/rules';
import { runStatement } from '@/lib/db/pool';

/** The figures of what needs attention, each by a short look. */

/** Of this hour and the one before, and on average of the same two hours of the seven days before. */
export async function findRecent(now: Date): Promise<Pick<Figures, 'denials' | 'wrongCodes'>> {
  const rows = await runStatement<{ kind: string; ago: number; count: number }>(
    'find_recent_activity',
    `SELECT kind, ago, sum(count)::int AS count FROM (
       SELECT kind, count, (extract(epoch FROM date_trunc('hour', $1::timestamptz, 'UTC') - hour) / 3600)::int AS ago
         FROM activity WHERE kind = ANY($2::text[]) AND hour > $1::timestamptz - interval '171 hours' AND hour <= $1) counted
      WHERE ago % 24 IN (0, 1) AND ago < 170 GROUP BY kind, ago`,
    [now, [denied, wrongUserCode]],
  );
  const of = (wanted: string): Recent => {
    const ours = rows.filter(({ kind }) => kind === wanted);
    const sum = (some: typeof ours) => some.reduce((total, { count }) => total + count, 0);
    return {
      recent: sum(ours.filter(({ ago }) => ago < 2)),
      usual: sum(ours.filter(({ ago }) => ago >= 2)) / 7,
    };
  };
  return { denials: of(denied), wrongCodes: of(wrongUserCode) };
}

export async function findRareEvents(
  now: Date,
): Promise<Pick<Figures, 'reusedRefreshTokens' | 'reportedSessions'>> {
  const rows = await runStatement<{ reused: number; reported: number }>(
    'find_rare_activity',
    `SELECT COALESCE(sum(count) FILTER (WHERE kind = 'refresh_token.reused' AND hour > $1::timestamptz - interval '1 day'), 0)::int AS reused,
            COALESCE(sum(count) FILTER (WHERE kind = 'session.reported'), 0)::int AS reported
       FROM activity WHERE kind IN ('refresh_token.reused', 'session.reported') AND hour > $1::timestamptz - interval '7 days'`,
    [now],
  );
  return { reusedRefreshTokens: rows[0]!.reused, reportedSessions: rows[0]!.reported };
}

/** As they were found to be the last time that it was measured. */
export const findIdleClients = (now: Date): Promise<Figures['idleClients']> =>
  runStatement(
    'find_idle_clients',
    `SELECT c.id, c.name FROM activity a JOIN clients c ON c.id = a.client_id AND c.disabled_at IS NULL
      WHERE a.kind = '${idleClient}'
        AND a.hour = (SELECT max(hour) FROM activity WHERE kind = '${liveSessions}' AND hour > $1::timestamptz - interval '1 day')
      ORDER BY c.name, c.id`,
    [now],
  );

export const findExpiringSecrets = (now: Date): Promise<Figures['expiringSecrets']> =>
  runStatement(
    'find_expiring_secrets',
    `SELECT c.id AS "clientId", c.name, s.expires_at AS "expiresAt" FROM client_secrets s JOIN clients c ON c.id = s.client_id
      WHERE c.disabled_at IS NULL AND s.expires_at > $1 AND s.expires_at < $1::timestamptz + interval '${expiringDays} days'
      ORDER BY s.expires_at`,
    [now],
  );

export const findExpiringApiKeys = (now: Date): Promise<Figures['expiringApiKeys']> =>
  runStatement(
    'find_expiring_api_keys',
    `SELECT id, name, expires_at AS "expiresAt" FROM api_keys
      WHERE revoked_at IS NULL AND expires_at > $1 AND expires_at < $1::timestamptz + interval '${expiringDays} days'
      ORDER BY expires_at`,
    [now],
  );

/** Those where nothing arrives, for longer than a passing trouble lasts, and those that were disabled for it. */
export const findFailingWebhooks = (now: Date): Promise<Figures['webhooks']> =>
  runStatement(
    'find_failing_webhooks',
    `SELECT id, url, disabled_at IS NOT NULL AS "isDisabled", failing_since AS "failingSince" FROM webhook_endpoints
      WHERE failing_since < $1::timestamptz - interval '10 minutes' OR (failing_since IS NOT NULL AND disabled_at IS NOT NULL)
      ORDER BY failing_since`,
    [now],
  );
