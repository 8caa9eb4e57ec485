import {
  administratorsLock,
  endBrowserSessions,
  findPersonState,
  hasOtherAdmin,
  requireStillAdmin,
  setRole,
} from '@/lib/accounts/person-store';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { isOneself } from '@/lib/context';
import { inLockedTransaction } from '@/lib/db/transaction';
import { occasionOf } from '@/lib/login/occasion';
import { roleChangedMail } from '@/lib/mail/account-messages';
import { tellByMail } from '@/lib/mail/send';
import { endSessionsOfAdministrator } from '@/lib/sessions/end';

/** What came of it. `own`: nobody changes their own role. `last_admin`: there must be one who can sign in. */
export type RoleChange = 'changed' | 'unchanged' | 'own' | 'last_admin' | 'disabled' | 'unknown';

/**
 * Make somebody an administrator of everything, or take that away. They are signed out of every browser, and of
 * every device whose client is for administrators alone, so that no session of before has the new rights or keeps the old
 * ones; other devices stay. They are told.
 */
export const changeRole = adminVerb(
  'people:write',
  async (ctx, _within, userId: string, role: 'user' | 'admin'): Promise<RoleChange> => {
    if (isOneself(ctx, userId)) return 'own';
    const done = await inLockedTransaction(administratorsLock, async (db) => {
      await requireStillAdmin(db, ctx);
      const person = await findPersonState(db, userId);
      if (!person) return 'unknown';
      if (role === 'admin' && person.disabledAt) return 'disabled';
      if (role === 'user' && person.role === 'admin' && !(await hasOtherAdmin(db, userId)))
        return 'last_admin';
      if (!(await setRole(db, userId, role))) return 'unchanged';
      const browsers = await endBrowserSessions(db, userId);
      // When they become one, too: whatever slipped by when they were one before must not live again.
      const devices = await endSessionsOfAdministrator(db, ctx, userId);
      const detail = { from: person.role, to: role, browsers, devices };
      const target = { type: 'user', id: userId };
      await recordAudit(db, ctx, { action: 'person.role_changed', userId, target, detail });
      return person;
    });
    if (typeof done === 'string') return done;
    await tellByMail(roleChangedMail(done.email, role, occasionOf(ctx, userId)), ctx.now);
    return 'changed';
  },
);
