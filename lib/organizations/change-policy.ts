import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { type Db, inLockedTransaction } from '@/lib/db/transaction';
import { effectOfPolicy } from '@/lib/organizations/policy-effect';
import { changedSince } from '@/lib/organizations/policy-mark';
import { type Policy, policyFields, policySince } from '@/lib/organizations/rules';
import { changeOrganization, findUnknownClients, lockOrganization } from '@/lib/organizations/store';
import { hasLiveSession, shortenSessions } from '@/lib/sessions/member-store';

/**
 * What came of it. `managed_by_file`: CLIENTS_FILE decides, and would undo it. `conflict`: somebody saved after the form
 * was opened; `to_confirm`: live sign-ins would end or get shorter, and it was not said that they may.
 */
export type PolicyChange =
  | 'changed'
  | 'unchanged'
  | 'managed_by_file'
  | 'unknown'
  | 'unknown_client'
  | 'conflict'
  | 'to_confirm';

/** How a form asks, which sends everything that it shows. Without: whatever was saved meanwhile, and whatever follows. */
export type AskedByForm = {
  /** Of the policy that it was opened with (policy-mark.ts). */
  opened: string | null;
  isConfirmed: boolean;
};

/**
 * An administrator decides what an organization asks of its people and allows their devices; what is left out stays. One
 * such change at a time: it may have to shorten many sessions.
 */
export const changePolicy = adminVerb(
  'organizations:write',
  async (
    ctx,
    within,
    slug: string,
    wanted: Partial<Policy>,
    { opened, isConfirmed }: AskedByForm = { opened: null, isConfirmed: true },
  ): Promise<PolicyChange> => {
    const unknown = await findUnknownClients(wanted.allowedClients ?? []);
    return inLockedTransaction('organization policy', async (db) => {
      const before = await lockOrganization(db, within, slug);
      if (!before) return 'unknown';
      if (before.managedByFile) return 'managed_by_file';
      if (opened !== null && changedSince(opened, before).length > 0) return 'conflict';
      if (unknown.length > 0) return 'unknown_client';
      const after = policySince(before, { ...before, ...wanted }, ctx.now);
      const changes = changesBetween(policyFields, before, after);
      if (Object.keys(changes).length === 0) return 'unchanged';
      if (!isConfirmed && effectOfPolicy(before, after) && (await hasLiveSession(db, ctx.now, before.id)))
        return 'to_confirm';
      const { id: _id, slug: _slug, ...row } = after;
      await changeOrganization(db, before.id, row);
      await settlePolicy(db, before.id, before, after);
      await recordAudit(db, ctx, {
        action: 'organization.changed',
        organizationId: before.id,
        target: { type: 'organization', id: before.id },
        detail: { slug, changes },
      });
      return 'changed';
    });
  },
);

/** What a change of policy does to the sessions that are there, in its own transaction: they never get longer. */
export async function settlePolicy(
  db: Db,
  organizationId: string,
  before: Policy,
  after: Policy,
): Promise<void> {
  const effect = effectOfPolicy(before, after);
  if (effect && (effect.lifetimeSeconds !== null || effect.idleSeconds !== null))
    await shortenSessions(db, organizationId, effect);
}
