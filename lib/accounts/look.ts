import { findPersonDetails } from '@/lib/accounts/people-store';
import { type AuditEntry, named } from '@/lib/audit/list';
import { adminVerb } from '@/lib/authority/verb';
import { findBrowsersOf, type OwnBrowser } from '@/lib/login/browsers-store';
import { findPersonHistory } from '@/lib/sessions/history-store';

/** For platform administrators: the browsers that are signed in as a person, which are no organization's business. Reads only. */
export const listBrowsersOfPerson = adminVerb(
  'people:read',
  async (ctx, within, userId: string): Promise<OwnBrowser[]> =>
    within === null ? findBrowsersOf(ctx.now, userId) : [],
);

/** So many of the latest; the rest is in the audit log. */
const most = 15;

/** What a person did lately, and what was done to them. Reads only. */
export const listHistoryOfPerson = adminVerb(
  'audit:read',
  async (_ctx, within, userId: string): Promise<AuditEntry[]> =>
    (await findPersonDetails(within, userId))
      ? named(within, await findPersonHistory(userId, within, most))
      : [],
);
