import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { holds } from '@/lib/authority/rules';
import { adminVerb } from '@/lib/authority/verb';
import { inTransaction } from '@/lib/db/transaction';
import { type Policy, policySince } from '@/lib/organizations/rules';
import { changeOrganization, lockOrganization } from '@/lib/organizations/store';

/** What came of it. `managed_by_file`: CLIENTS_FILE decides, and would undo it. */
export type PolicyChange = 'changed' | 'unchanged' | 'managed_by_file' | 'unknown';

/** An administrator decides whether the people of an organization must have a second factor. */
export const changeSecondFactorPolicy = adminVerb(
  'organizations:write',
  (ctx, within, slug: string, wanted: Policy): Promise<PolicyChange> =>
    inTransaction(async (db) => {
      const before = await lockOrganization(db, slug);
      if (!before || !holds(within, before.id)) return 'unknown';
      if (before.managedByFile) return 'managed_by_file';
      const changes = changesBetween(['secondFactor', 'secondFactorGraceDays'], before, wanted);
      if (Object.keys(changes).length === 0) return 'unchanged';
      await changeOrganization(db, before.id, policySince(before, wanted, ctx.now));
      const target = { type: 'organization', id: before.id };
      await recordAudit(db, ctx, {
        action: 'organization.changed',
        organizationId: before.id,
        target,
        detail: { slug, changes },
      });
      return 'changed';
    }),
);
