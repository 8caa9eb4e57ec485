import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { isOneself, type RequestContext } from '@/lib/context';
import { inLockedTransaction } from '@/lib/db/transaction';
import { parseAddress } from '@/lib/mail/address';
import { forgetFailures } from '@/lib/mfa/attempt';
import { deleteFactors, deleteFootholds, findAddress, findIdOfAddress } from '@/lib/mfa/reset-store';
import { tellFactorChange } from '@/lib/mfa/tell';

/** What came of it. `own`: for one's own factors there is the security page, which asks for one of them. */
export type FactorReset = 'reset' | 'nothing' | 'own' | 'unknown';

/**
 * Whoever has lost every factor gets in again: an administrator takes all of them away, with every browser session and API key, so
 * that nobody stays who set one up in their name. Devices stay signed in. The person is told. Of many at once one
 * resets; the others find nothing. The factors first, so that whoever is signing in with one is among the browsers.
 */
export const resetFactors = adminVerb(
  'people:write',
  async (ctx, _within, userId: string): Promise<FactorReset> => {
    if (isOneself(ctx, userId)) return 'own';
    const done = await inLockedTransaction(`factors of ${userId}`, async (db) => {
      const person = await findAddress(db, userId);
      if (!person) return 'unknown';
      const factors = await deleteFactors(db, userId);
      if (Object.values(factors).every((count) => count === 0)) return 'nothing';
      const detail = { ...factors, ...(await deleteFootholds(db, ctx.now, userId)) };
      const target = { type: 'user', id: userId };
      await recordAudit(db, ctx, { action: 'factors.reset', userId, target, detail });
      return person;
    });
    if (typeof done === 'string') return done;
    await forgetFailures(userId);
    await tellFactorChange(ctx, { userId, email: done.email }, { what: 'factors_reset' });
    return 'reset';
  },
);

/** The same of whoever has this address: for whoever runs the server, who has no list to find them in. */
export async function resetFactorsOfAddress(ctx: RequestContext, address: string): Promise<FactorReset> {
  const email = parseAddress(address);
  const userId = email && (await findIdOfAddress(email));
  return userId ? resetFactors(ctx, userId) : 'unknown';
}
