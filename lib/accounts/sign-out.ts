import { findPersonState } from '@/lib/accounts/person-store';
import { revokeKeysOf } from '@/lib/api-keys/keys-store';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { isOneself } from '@/lib/context';
import { inTransaction } from '@/lib/db/transaction';
import { endBrowsersOf } from '@/lib/login/browsers-store';
import { occasionOf } from '@/lib/login/occasion';
import { signedOutByAdminMail } from '@/lib/mail/account-messages';
import { tellByMail } from '@/lib/mail/send';
import { endSessionsOfPerson } from '@/lib/sessions/end';

/** What came of it. `own`: for oneself there are one's own pages. */
export type SigningOut = 'signed_out' | 'nothing' | 'own' | 'unknown';

/**
 * End all that is signed in as a person, browsers and devices, their API keys, and all that leads there; they may sign in again, and are
 * told. Of many at once one does it; the others find nothing.
 */
export const signPersonOut = adminVerb(
  'people:write',
  async (ctx, _within, userId: string): Promise<SigningOut> => {
    if (isOneself(ctx, userId)) return 'own';
    const done = await inTransaction(async (db) => {
      const person = await findPersonState(db, userId);
      if (!person) return 'unknown';
      const browsers = await endBrowsersOf(db, userId, person.email);
      const devices = await endSessionsOfPerson(db, ctx, userId, 'signed_out_by_admin');
      const apiKeys = (await revokeKeysOf(db, ctx.now, userId)).length;
      if (browsers + devices + apiKeys === 0) return 'nothing';
      const target = { type: 'user', id: userId };
      const detail = { source: 'administrator', browsers, devices, apiKeys };
      await recordAudit(db, ctx, { action: 'person.signed_out_everywhere', userId, target, detail });
      return person;
    });
    if (typeof done === 'string') return done;
    await tellByMail(signedOutByAdminMail(done.email, occasionOf(ctx, userId)), ctx.now);
    return 'signed_out';
  },
);
