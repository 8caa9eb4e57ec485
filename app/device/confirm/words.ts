import { inDays } from '@/components/device-request';
import { scopeInPlainWords } from '@/lib/clients/scopes';
import type { OrganizationToChoose } from '@/lib/device/organizations';
import { withinCeiling } from '@/lib/organizations/rules';

type Asked = { scopes: string[]; sessionLifetimeSeconds: number };
type Policy = Pick<OrganizationToChoose, 'slug' | 'scopeCeiling' | 'sessionLifetimeSeconds'>;

/** What would be granted for an organization: never more than it allows. */
export const cutBy = <Grant extends Asked>(organization: Policy, grant: Grant): Grant => ({
  ...grant,
  scopes: withinCeiling(grant.scopes, organization.scopeCeiling),
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
    dropped.length > 0 && `without: ${dropped.map(scopeInPlainWords).join(', ')}`,
    cut.sessionLifetimeSeconds < grant.sessionLifetimeSeconds &&
      `at most ${inDays(cut.sessionLifetimeSeconds)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
