import {
  administratorsLock,
  findPersonState,
  hasOtherAdmin,
  requireStillAdmin,
  setDisabled,
} from '@/lib/accounts/person-store';
import { revokeKeysOf } from '@/lib/api-keys/keys-store';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { isOneself } from '@/lib/context';
import { inLockedTransaction } from '@/lib/db/transaction';
import { endBrowsersOf } from '@/lib/login/browsers-store';
import { withdrawInvitationsBy } from '@/lib/organizations/invitation-store';
import { endSessionsOfPerson } from '@/lib/sessions/end';

export type Disabling = 'disabled' | 'unchanged' | 'own' | 'last_admin' | 'unknown';

/**
 * Nobody signs in as this person any more, in whatever way, and all that is signed in ends at once: browsers, devices, what
 * they have allowed and no device has redeemed, their API keys, mailed links, and invitations that they made.
 */
export const disablePerson = adminVerb(
  'people:write',
  async (ctx, _within, userId: string): Promise<Disabling> => {
    if (isOneself(ctx, userId)) return 'own';
    return inLockedTransaction(administratorsLock, async (db) => {
      await requireStillAdmin(db, ctx);
      const person = await findPersonState(db, userId);
      if (!person) return 'unknown';
      if (person.role === 'admin' && !(await hasOtherAdmin(db, userId))) return 'last_admin';
      if (!(await setDisabled(db, ctx, userId, true))) return 'unchanged';
      const browsers = await endBrowsersOf(db, userId, person.email);
      const devices = await endSessionsOfPerson(db, ctx, userId, 'person_disabled');
      const apiKeys = (await revokeKeysOf(db, ctx.now, userId)).length;
      const invitationsWithdrawn = await withdrawInvitationsBy(db, userId);
      const target = { type: 'user', id: userId };
      await recordAudit(db, ctx, {
        action: 'person.disabled',
        userId,
        target,
        detail: { browsers, devices, apiKeys, invitationsWithdrawn },
      });
      return 'disabled';
    });
  },
);

export type Enabling = 'enabled' | 'unchanged' | 'unknown';

/** They may sign in again. What was ended stays ended. */
export const enablePerson = adminVerb(
  'people:write',
  (ctx, _within, userId: string): Promise<Enabling> =>
    inLockedTransaction(administratorsLock, async (db) => {
      await requireStillAdmin(db, ctx);
      if (!(await findPersonState(db, userId))) return 'unknown';
      if (!(await setDisabled(db, ctx, userId, false))) return 'unchanged';
      const target = { type: 'user', id: userId };
      await recordAudit(db, ctx, { action: 'person.enabled', userId, target });
      return 'enabled';
    }),
);
