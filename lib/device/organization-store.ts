import { runStatement } from '@/lib/db/pool';
import type { OrganizationOfPerson } from '@/lib/device/organization-rules';
import { organizationAllows } from '@/lib/sessions/live';

export type OrganizationToChoose = OrganizationOfPerson & {
  /** What its policy cuts of a sign-in. */
  scopeCeiling: string[];
  sessionLifetimeSeconds: number | null;
  /** Is the person its owner or admin, or an administrator of everything? */
  administers: boolean;
};

/** Is there an organization of exactly this slug, not disabled, that lets this client sign people in? */
export async function hasOrganizationFor(clientId: string, slug: string): Promise<boolean> {
  const rows = await runStatement(
    'has_organization_for',
    `SELECT o.id FROM organizations o WHERE o.slug = $1 AND ${organizationAllows('$2')}`,
    [slug, clientId],
  );
  return rows.length > 0;
}

/** The organizations of a person that are not disabled, longest a member first, and what each says of this client. */
export const findOrganizationsToChoose = (
  userId: string,
  clientId: string,
): Promise<OrganizationToChoose[]> =>
  runStatement<OrganizationToChoose>(
    'find_organizations_to_choose',
    `SELECT o.id, o.slug, o.name, ${organizationAllows('$2')} AS "allowsClient", o.scope_ceiling AS "scopeCeiling",
            o.session_lifetime_seconds AS "sessionLifetimeSeconds", m.role <> 'member' OR u.role = 'admin' AS administers,
            (SELECT max(s.created_at) FROM sessions s
              WHERE s.user_id = $1 AND s.client_id = $2 AND s.organization_id = o.id) AS "lastChosenAt"
       FROM memberships m JOIN organizations o ON o.id = m.organization_id JOIN users u ON u.id = m.user_id
      WHERE m.user_id = $1 AND o.disabled_at IS NULL
      ORDER BY m.created_at, o.id`,
    [userId, clientId],
  );
