import {
  createAccount,
  deleteWaysIn,
  hasProvedAddress,
  type LinkedAccount,
  proveAddressFirst,
} from '@/lib/accounts/link-store';
import { revokeKeysOf } from '@/lib/api-keys/keys-store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { inTransaction } from '@/lib/db/transaction';
import { endSessionsOfPerson } from '@/lib/sessions/end';

/**
 * From now on this identity signs this person in. `isAuthority`: the provider speaks for the person's address
 * (docs/decisions/012), which is proved by it. If nobody had proved it before, the account was made by somebody who
 * only said that the address was theirs, perhaps to lie in wait for its owner: all that they could still use goes. The
 * rights of an administrator would stay, so such an account is not taken over; login/provider-rules.ts says so before.
 */
export const linkAccount = (
  ctx: RequestContext,
  account: LinkedAccount,
  { isAuthority }: { isAuthority: boolean },
): Promise<void> =>
  inTransaction(async (db) => {
    const { userId, provider } = account;
    const target = { type: 'user', id: userId };
    if (isAuthority && (await proveAddressFirst(db, ctx, userId))) {
      const keys = await revokeKeysOf(db, ctx.now, userId);
      const waysIn = (await deleteWaysIn(db, userId)) + keys.length;
      const devices = await endSessionsOfPerson(db, ctx, userId, 'address_taken_over');
      if (waysIn + devices > 0)
        await recordAudit(db, ctx, {
          action: 'account.taken_over',
          userId,
          target,
          detail: { provider, waysIn, devices },
        });
    }
    if (isAuthority && !(await hasProvedAddress(db, userId)))
      throw new Error('an administrator whose address nobody has proved is linked by no issuer');
    await createAccount(db, ctx, account);
    await recordAudit(db, ctx, { action: 'account.linked', userId, target, detail: { provider } });
  });
