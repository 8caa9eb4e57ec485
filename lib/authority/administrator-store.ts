import { runStatement } from '@/lib/db/pool';

export type RolesOfDevice = {
  organizationId: string | null;
  /** What its person is there. An administrator of everything is as good as an owner. */
  role: 'owner' | 'admin' | 'member' | null;
  /** Is its client for administrators of this server alone, and its person one? */
  isForAdministrators: boolean;
};

/** What the person of this session is now. */
export async function findRoles(sessionId: string): Promise<RolesOfDevice> {
  const rows = await runStatement<RolesOfDevice>(
    'find_roles_of_device',
    `SELECT s.organization_id AS "organizationId", c.administrators_only AND u.role = 'admin' AS "isForAdministrators",
            CASE WHEN u.role = 'admin' THEN 'owner'
                 ELSE (SELECT m.role::text FROM memberships m WHERE m.organization_id = s.organization_id AND m.user_id = s.user_id)
            END AS role
       FROM sessions s JOIN users u ON u.id = s.user_id JOIN clients c ON c.id = s.client_id
      WHERE s.id = $1 AND u.disabled_at IS NULL`,
    [sessionId],
  );
  return rows[0] ?? { organizationId: null, role: null, isForAdministrators: false };
}
