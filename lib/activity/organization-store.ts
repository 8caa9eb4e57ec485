import type { Within } from '@/lib/authority/rules';
import { runStatement } from '@/lib/db/pool';

export type OrganizationFigures = { members: number; invitations: number };

/** Of some organizations together; a person in two of them is one. */
export async function findOrganizationFigures(now: Date, within: Within): Promise<OrganizationFigures> {
  const rows = await runStatement<OrganizationFigures>(
    'find_organization_figures',
    `SELECT (SELECT count(DISTINCT m.user_id)::int FROM memberships m
              WHERE $2::uuid[] IS NULL OR m.organization_id = ANY($2)) AS members,
            (SELECT count(*)::int FROM invitations i
              WHERE ($2::uuid[] IS NULL OR i.organization_id = ANY($2)) AND i.expires_at > $1) AS invitations`,
    [now, within],
  );
  return rows[0]!;
}
