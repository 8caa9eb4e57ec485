import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { type Db, inLockedTransaction } from '@/lib/db/transaction';
import type { Person } from '@/lib/login/browser-session';
import { deleteAuthenticator } from '@/lib/mfa/authenticator-store';
import { deleteRecoveryCodes } from '@/lib/mfa/recovery-store';
import { countOf, decideRemoval } from '@/lib/mfa/rules';
import { countFactors } from '@/lib/mfa/store';
import { tellFactorChange } from '@/lib/mfa/tell';

export type RemovalOutcome = 'removed' | 'gone' | 'last_and_required';

/** Has this person one factor left, which they must have? */
export const mustKeep = (person: Person): boolean =>
  decideRemoval(person, person.secondFactorRequired !== null) === 'last_and_required';

/**
 * Remove a factor of this person, one at a time, so that two removals side by side do not take the last two. The
 * recovery codes go with the last. `remove` deletes it, and says whether it was there.
 */
export const removeFactor = (
  ctx: RequestContext,
  person: Person,
  factor: 'authenticator' | 'passkey',
  remove: (db: Db) => Promise<boolean>,
  detail: Record<string, string> = {},
): Promise<RemovalOutcome> =>
  inLockedTransaction(`factors of ${person.userId}`, async (db) => {
    const { userId } = person;
    const before = await countFactors(db, userId);
    const decision = decideRemoval(before, person.secondFactorRequired !== null);
    if (decision !== 'allowed') return decision;
    if (!(await remove(db))) return 'gone';
    if (countOf(before) === 1) await deleteRecoveryCodes(db, userId);
    const target = { type: 'user', id: userId };
    await recordAudit(db, ctx, { action: 'factor.removed', userId, target, detail: { ...detail, factor } });
    return 'removed';
  });

export async function removeAuthenticator(ctx: RequestContext, person: Person): Promise<RemovalOutcome> {
  const outcome = await removeFactor(ctx, person, 'authenticator', (db) =>
    deleteAuthenticator(db, person.userId),
  );
  if (outcome === 'removed') await tellFactorChange(ctx, person, { what: 'authenticator_removed' });
  return outcome;
}
