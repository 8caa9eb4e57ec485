import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { type Db, inLockedTransaction } from '@/lib/db/transaction';
import { type Policy, policyFields, policySince } from '@/lib/organizations/rules';
import { changeOrganization, findUnknownClients, lockOrganization } from '@/lib/organizations/store';
import { shortenSessions } from '@/lib/sessions/member-store';

/** What came of it. `managed_by_file`: CLIENTS_FILE decides, and would undo it. */
export type PolicyChange = 'changed' | 'unchanged' | 'managed_by_file' | 'unknown' | 'unknown_client';

/**
 * An administrator decides what an organization asks of its people and allows their devices; what is left out stays. One
 * such change at a time: it may have to shorten many sessions.
 */
export const changePolicy = adminVerb(
  'organizations:write',
  async (ctx, within, slug: string, wanted: Partial<Policy>): Promise<PolicyChange> => {
    const unknown = await findUnknownClients(wanted.allowedClients ?? []);
    return inLockedTransaction('organization policy', async (db) => {
      const before = await lockOrganization(db, within, slug);
      if (!before) return 'unknown';
      if (before.managedByFile) return 'managed_by_file';
      if (unknown.length > 0) return 'unknown_client';
      const after = policySince(before, { ...before, ...wanted }, ctx.now);
      const changes = changesBetween(policyFields, before, after);
      if (Object.keys(changes).length === 0) return 'unchanged';
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
  { sessionLifetimeSeconds, sessionIdleSeconds }: Policy,
): Promise<void> {
  const lifetimeSeconds = shorter(before.sessionLifetimeSeconds, sessionLifetimeSeconds);
  const idleSeconds = shorter(before.sessionIdleSeconds, sessionIdleSeconds);
  if (lifetimeSeconds !== null || idleSeconds !== null)
    await shortenSessions(db, organizationId, { lifetimeSeconds, idleSeconds });
}

const shorter = (before: number | null, after: number | null): number | null =>
  after !== null && (before === null || after < before) ? after : null;
