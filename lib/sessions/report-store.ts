import { runStatement } from '@/lib/db/pool';

export type ReportedSession = {
  clientName: string;
  deviceName: string | null;
  ip: string | null;
  approvedFromIp: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  lastUsedIp: string | null;
  organizationName: string | null;
  email: string;
};

const most = 50;

/** What the administrators are told, and the addresses of those to tell: the platform's, and those of its organization. */
export async function findReport(
  sessionId: string,
): Promise<{ session: ReportedSession; admins: string[] } | null> {
  const [row] = await runStatement<ReportedSession & { admins: string[] }>(
    'find_session_report',
    `SELECT cl.name AS "clientName", s.device_name AS "deviceName", s.ip, s.approved_from_ip AS "approvedFromIp",
            s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.last_used_ip AS "lastUsedIp",
            o.name AS "organizationName", p.email,
            ARRAY(SELECT u.email FROM users u
                   WHERE u.disabled_at IS NULL
                     AND u.id IN (SELECT id FROM users WHERE role = 'admin'
                                  UNION SELECT user_id FROM memberships WHERE organization_id = s.organization_id AND role <> 'member')
                   ORDER BY u.role DESC, u.created_at LIMIT ${most}) AS admins
       FROM sessions s JOIN clients cl ON cl.id = s.client_id JOIN users p ON p.id = s.user_id
       LEFT JOIN organizations o ON o.id = s.organization_id
      WHERE s.id = $1`,
    [sessionId],
  );
  if (!row) return null;
  const { admins, ...session } = row;
  return { session, admins };
}
