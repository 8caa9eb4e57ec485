import { preselectOrganization } from '@/lib/device/organization-rules';
import {
  findOrganizationsToChoose,
  hasOrganizationFor,
  type OrganizationToChoose,
} from '@/lib/device/organization-store';
import type { PendingGrant } from '@/lib/device/store';

export type { OrganizationToChoose };

/** May a device ask with this client to be allowed for this organization (its slug) alone? Reads only. */
export const mayRequireOrganization = (clientId: string, slug: string): Promise<boolean> =>
  hasOrganizationFor(clientId, slug);

type Asked = Pick<PendingGrant, 'clientId' | 'organizationHint'> &
  Partial<Pick<PendingGrant, 'organizationRequired' | 'administratorsOnly'>>;

/** For what a person may allow a request. */
export type OrganizationChoice = {
  possible: OrganizationToChoose[];
  /** Its id. */
  preselected: string | null;
  /** The names of their organizations that do not let this client sign people in. */
  refusing: string[];
  /** Why none is possible, where it is not for those. */
  reason: 'administrators_only' | 'organization_required' | null;
};

/** For which of their organizations a person may allow a request, if for any. Reads only. */
export async function findOrganizationChoice(
  person: { userId: string; isPlatformAdmin: boolean },
  { clientId, organizationHint, organizationRequired = false, administratorsOnly = false }: Asked,
): Promise<OrganizationChoice> {
  const nothing = { possible: [], preselected: null, refusing: [] };
  if (administratorsOnly && !person.isPlatformAdmin) return { ...nothing, reason: 'administrators_only' };
  const all = await findOrganizationsToChoose(person.userId, clientId);
  const asked = organizationRequired ? all.filter(({ slug }) => slug === organizationHint) : all;
  if (organizationRequired && asked.length === 0) return { ...nothing, reason: 'organization_required' };
  return {
    possible: asked.filter(({ allowsClient }) => allowsClient),
    preselected: preselectOrganization(asked, organizationHint)?.id ?? null,
    refusing: asked.filter(({ allowsClient }) => !allowsClient).map(({ name }) => name),
    reason: null,
  };
}
