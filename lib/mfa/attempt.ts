import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { type Db, inTransaction } from '@/lib/db/transaction';
import type { Factor } from '@/lib/login/acr';
import { tellFactorChange } from '@/lib/mfa/tell';
import { forget, giveBack, isWithinLimit } from '@/lib/rate-limit/limit';

/** What came of giving a second factor. */
export type FactorOutcome<Value> =
  | { outcome: 'verified'; value: Value }
  | { outcome: 'wrong' }
  /** Too many failures on this account, with whatever factor, in whatever session, on whatever node. */
  | { outcome: 'limited' };

/**
 * Try a second factor of this account. Every try is counted before it is looked at, so that guesses side by side do not
 * slip through; one that succeeds is taken back, and resets nothing. At the limit the person is told, once a day.
 * `check` answers null for a wrong one.
 */
export async function attemptFactor<Value>(
  ctx: RequestContext,
  person: { userId: string; email: string },
  check: () => Promise<Value | null>,
): Promise<FactorOutcome<Value>> {
  const { userId } = person;
  // What the shorter limit refuses does not count for the day: else one burst would lock the account until tomorrow.
  const isWithin =
    (await isWithinLimit('second-factor', userId)) && (await isWithinLimit('second-factor-day', userId));
  if (!isWithin) {
    if (await isWithinLimit('second-factor-told', userId))
      await tellFactorChange(ctx, person, { what: 'too_many_failures' });
    return { outcome: 'limited' };
  }
  const value = await check();
  if (value === null) {
    await inTransaction((db) => recordAudit(db, ctx, { action: 'second_factor.refused', userId }));
    return { outcome: 'wrong' };
  }
  await Promise.all([giveBack('second-factor', userId), giveBack('second-factor-day', userId)]);
  return { outcome: 'verified', value };
}

export const recordVerified = (
  db: Db,
  ctx: RequestContext,
  { userId }: { userId: string },
  factor: Factor,
): Promise<void> => recordAudit(db, ctx, { action: 'second_factor.verified', userId, detail: { factor } });

/** There is nothing left to guess: whoever sets a factor up now is not held to what was tried with others. */
export async function forgetFailures(userId: string): Promise<void> {
  for (const limit of ['second-factor', 'second-factor-day', 'second-factor-told'] as const)
    await forget(limit, userId);
}
