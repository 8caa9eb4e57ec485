import { inDays } from '@/components/device-request';
import { isPermission } from '@/lib/authority/rules';
import { scopeInPlainWords } from '@/lib/clients/scopes';
import type { OrganizationToChoose } from '@/lib/device/organizations';
import { withinCeiling } from '@/lib/organizations/rules';

type Asked = { scopes: string[]; sessionLifetimeSeconds: number };
type Policy = Pick<OrganizationToChoose, 'slug' | 'scopeCeiling' | 'sessionLifetimeSeconds' | 'administers'>;

/** Without what only administrators can use, where the person is one of nothing that can be chosen. */
export const withinReach = <Grant extends Asked>(possible: readonly Policy[], grant: Grant): Grant => ({
  ...grant,
  scopes: grant.scopes.filter(
    (scope) => !isPermission(scope) || possible.some(({ administers }) => administers),
  ),
});

/** What would be granted for an organization: never more than it allows. */
export const cutBy = <Grant extends Asked>(organization: Policy, grant: Grant): Grant => ({
  ...grant,
  scopes: withinCeiling(grant.scopes, organization.scopeCeiling).filter(
    (scope) => organization.administers || !isPermission(scope),
  ),
  sessionLifetimeSeconds: Math.min(
    grant.sessionLifetimeSeconds,
    organization.sessionLifetimeSeconds ?? grant.sessionLifetimeSeconds,
  ),
});

/** What is less when this organization is chosen, below its name. */
export function whatItCuts(organization: Policy, grant: Asked): string {
  const cut = cutBy(organization, grant);
  const dropped = grant.scopes.filter((scope) => !cut.scopes.includes(scope));
  return [
    organization.slug,
    dropped.length > 0 && `without: ${dropped.map((scope) => scopeInPlainWords(scope)).join(', ')}`,
    cut.sessionLifetimeSeconds < grant.sessionLifetimeSeconds &&
      `at most ${inDays(cut.sessionLifetimeSeconds)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
