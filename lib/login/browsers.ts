import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { inTransaction } from '@/lib/db/transaction';
import type { Person } from '@/lib/login/browser-session';
import {
  deleteBrowserOf,
  deleteBrowsersOfBut,
  findBrowsersOf,
  type OwnBrowser,
} from '@/lib/login/browsers-store';

/** The browsers that are signed in as a person: the one that asks first, then the latest. */
export async function listOwnBrowsers(
  ctx: RequestContext,
  person: Person,
): Promise<(OwnBrowser & { isThis: boolean })[]> {
  const all = (await findBrowsersOf(ctx.now, person.userId)).map((browser) => ({
    ...browser,
    isThis: browser.id === person.browserSessionId,
  }));
  return [...all.filter(({ isThis }) => isThis), ...all.filter(({ isThis }) => !isThis)];
}

/** Sign another browser of theirs out. False when it is not theirs, or signed out already. */
export const endOwnBrowser = (ctx: RequestContext, { userId }: Person, id: string): Promise<boolean> =>
  inTransaction(async (db) => {
    if ((await deleteBrowserOf(db, ctx.now, userId, id)) === 0) return false;
    await recordAudit(db, ctx, {
      action: 'person.signed_out',
      userId,
      target: { type: 'browser_session', id },
      detail: { from: 'another_browser' },
    });
    return true;
  });

/** Sign all their browsers out but this one. Returns how many. */
export const endOtherBrowsers = (ctx: RequestContext, person: Person): Promise<number> =>
  inTransaction(async (db) => {
    const { userId, browserSessionId } = person;
    const browsers = await deleteBrowsersOfBut(db, ctx.now, userId, browserSessionId);
    const detail = { from: 'another_browser', browsers };
    if (browsers > 0) await recordAudit(db, ctx, { action: 'person.signed_out', userId, detail });
    return browsers;
  });
