import { preselectOrganization } from '@/lib/device/organization-rules';
import { findOrganizationsToChoose, type OrganizationToChoose } from '@/lib/device/organization-store';
import type { PendingGrant } from '@/lib/device/store';

export type { OrganizationToChoose };

/**
 * For which of their organizations a person may allow a request, the preselected one's id, and the names of those that do
 * not let this client sign people in. Reads only.
 */
export async function findOrganizationChoice(
  userId: string,
  { clientId, organizationHint }: Pick<PendingGrant, 'clientId' | 'organizationHint'>,
): Promise<{ possible: OrganizationToChoose[]; preselected: string | null; refusing: string[] }> {
  const all = await findOrganizationsToChoose(userId, clientId);
  return {
    possible: all.filter(({ allowsClient }) => allowsClient),
    preselected: preselectOrganization(all, organizationHint)?.id ?? null,
    refusing: all.filter(({ allowsClient }) => !allowsClient).map(({ name }) => name),
  };
}
