import { adminVerb } from '@/lib/authority/verb';
import { findOrganization } from '@/lib/organizations/list-store';
import type { Policy, SessionPolicy } from '@/lib/organizations/rules';
import { countOpenSessions, type SessionCount } from '@/lib/sessions/count-store';
import { everything } from '@/lib/sessions/filter';

/** What a change of policy takes from sign-ins that are there; null: nothing. */
export type PolicyEffect = {
  /** They end by this many seconds after they began, or unused; null: as before. */
  lifetimeSeconds: number | null;
  idleSeconds: number | null;
  /** The only clients whose sign-ins still count, where some did that do not now. */
  clients: string[] | null;
};

export function effectOfPolicy(before: SessionPolicy, after: SessionPolicy): PolicyEffect | null {
  const lifetimeSeconds = shorter(before.sessionLifetimeSeconds, after.sessionLifetimeSeconds);
  const idleSeconds = shorter(before.sessionIdleSeconds, after.sessionIdleSeconds);
  const clients = isNarrower(before.allowedClients, after.allowedClients) ? after.allowedClients : null;
  return lifetimeSeconds === null && idleSeconds === null && !clients
    ? null
    : { lifetimeSeconds, idleSeconds, clients };
}

const shorter = (before: number | null, after: number | null): number | null =>
  after !== null && (before === null || after < before) ? after : null;

/** None named is every client. */
const isNarrower = (before: string[], after: string[]): boolean =>
  after.length > 0 && (before.length === 0 || before.some((one) => !after.includes(one)));

/** What would follow, and for how many devices at most; null: there is no such organization. Reads only. */
export const foreseePolicy = adminVerb(
  'organizations:write',
  async (
    ctx,
    within,
    slug: string,
    wanted: Policy,
  ): Promise<{ effect: PolicyEffect | null; devices: SessionCount } | null> => {
    const organization = await findOrganization(ctx, within, slug);
    if (!organization) return null;
    return {
      effect: effectOfPolicy(organization, wanted),
      devices: await countOpenSessions({ ...everything, organizations: [organization.id] }),
    };
  },
);
