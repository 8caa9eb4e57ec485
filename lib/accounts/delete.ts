import { type DeletionDecision, type DeletionStanding, decideDeletion } from '@/lib/accounts/deletion-rules';
import {
  deleteSome,
  erasePerson,
  findBeingDeleted,
  findOwnedIds,
  findStanding,
} from '@/lib/accounts/deletion-store';
import { administratorsLock } from '@/lib/accounts/person-store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { inTransaction, takeLock } from '@/lib/db/transaction';
import { parseAddress } from '@/lib/mail/address';
import { accountDeletedMail } from '@/lib/mail/deletion-message';
import { tellByMail } from '@/lib/mail/send';
import { membersLock } from '@/lib/organizations/standing';
import { siteName } from '@/lib/settings/branding';

/** What came of it. `wrong_address`: what was typed is not theirs. `gone`: it was deleted, or disabled, before. */
export type Deletion = Exclude<DeletionDecision, 'allowed'> | 'deleted' | 'wrong_address' | 'gone';

/** May this account be deleted, and if not, why? Reads only. */
export async function describeDeletion(
  userId: string,
): Promise<(DeletionStanding & { decision: DeletionDecision }) | null> {
  const standing = await findStanding(userId);
  return standing && { ...standing, decision: decideDeletion(standing) };
}

/** Batches before the answer; whoever has more devices than that is deleted to the end by the housekeeping. */
const batchesAtOnce = 3;

/**
 * A person deletes their account. In one transaction they are nobody any more and everything of theirs ends; then their
 * rows go, a part at a time. Audit rows stay, and hold ids alone. Administrators and owners change one at a time, so that
 * two who delete themselves do not leave nobody.
 */
export async function deleteOwnAccount(
  ctx: RequestContext,
  userId: string,
  typedAddress: string,
): Promise<Deletion> {
  const owned = await findOwnedIds(userId);
  const done = await inTransaction(async (db): Promise<{ email: string } | Exclude<Deletion, 'deleted'>> => {
    for (const id of owned) await takeLock(db, membersLock(id));
    await takeLock(db, administratorsLock);
    const standing = await findStanding(userId, db);
    if (!standing) return 'gone';
    const { email } = standing;
    if (parseAddress(typedAddress) !== email) return 'wrong_address';
    const decision = decideDeletion(standing);
    if (decision !== 'allowed') return decision;
    const detail = await erasePerson(db, ctx.now, userId, email);
    if (!detail) return 'gone';
    const target = { type: 'user', id: userId };
    await recordAudit(db, ctx, { action: 'person.deleted', userId, target, detail });
    return { email };
  });
  if (typeof done === 'string') return done;
  await tellByMail(accountDeletedMail(done.email, siteName(), ctx.now), ctx.now);
  await deleteBatches(userId, batchesAtOnce);
  return 'deleted';
}

/** What deletions have left to do, because there was much or the server stopped. */
export async function finishDeletions(): Promise<void> {
  for (const userId of await findBeingDeleted()) await deleteBatches(userId, Number.POSITIVE_INFINITY);
}

async function deleteBatches(userId: string, most: number): Promise<void> {
  for (let count = 0; count < most; count++) if (!(await deleteSome(userId))) return;
}
