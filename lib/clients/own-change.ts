import { type AuditAction, type Json, recordAudit } from '@/lib/audit/store';
import { type LockedClient, lockClient } from '@/lib/clients/admin-store';
import type { RequestContext } from '@/lib/context';
import { type Db, inTransaction } from '@/lib/db/transaction';

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
