import { changesBetween } from '@/lib/audit/changes';
import { type AuditAction, type Json, recordAudit } from '@/lib/audit/store';
import { type LockedClient, lockClient, updateProfile } from '@/lib/clients/admin-store';
import { type ClientProfile, profileFields } from '@/lib/clients/profile';
import { becomesAdministratorsOnly } from '@/lib/clients/rules';
import type { RequestContext } from '@/lib/context';
import { type Db, inTransaction } from '@/lib/db/transaction';
import { endSessionsOfClient } from '@/lib/sessions/end';

/** Why a change of a client cannot be: there is none of that id, or CLIENTS_FILE decides about it and would undo it. */
export type NotChangeable = 'unknown' | 'managed_by_file';

/**
 * Change a client that administrators decide about: the one lock, the one refusal and the one audit row of every such
 * change. `change` returns what to audit, or null when nothing changed.
 */
export const changeOwn = <Outcome>(
  ctx: RequestContext,
  id: string,
  change: (
    db: Db,
    client: LockedClient,
  ) => Promise<{
    outcome: Outcome;
    audit: { action: AuditAction; detail: { readonly [name: string]: Json } } | null;
  }>,
): Promise<Outcome | NotChangeable> =>
  inTransaction(async (db) => {
    const client = await lockClient(db, id);
    if (!client) return 'unknown';
    if (client.managedByFile) return 'managed_by_file';
    const { outcome, audit } = await change(db, client);
    if (audit) await recordAudit(db, ctx, { ...audit, clientId: id, target: { type: 'client', id } });
    return outcome;
  });

/**
 * Such a change: the client's profile becomes this one. Where it becomes one for administrators alone, every sign-in of
 * before ends: it was allowed for one organization, and would reach over everything.
 */
export async function changeProfile(
  db: Db,
  ctx: RequestContext,
  before: LockedClient,
  wanted: ClientProfile,
) {
  const changes = changesBetween(profileFields, before, wanted);
  if (Object.keys(changes).length === 0) return { outcome: 'unchanged' as const, audit: null };
  await updateProfile(db, before.id, wanted);
  const ended = becomesAdministratorsOnly(before, wanted)
    ? {
        sessionsEnded: await endSessionsOfClient(db, ctx, before.id, 'client_became_administrators_only'),
      }
    : {};
  return {
    outcome: 'changed' as const,
    audit: { action: 'client.changed' as const, detail: { changes, ...ended } },
  };
}
