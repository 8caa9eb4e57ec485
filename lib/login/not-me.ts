import { revokeKeysOf } from '@/lib/api-keys/keys-store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { inTransaction } from '@/lib/db/transaction';
import { endBrowsersOf, findAddress } from '@/lib/login/browsers-store';
import { readNotMeToken } from '@/lib/login/not-me-link';
import { endAllOwnSessions } from '@/lib/sessions/end';

export type NotMe =
  | { state: 'valid'; userId: string; email: string }
  /** Ours, but of more than seven days ago. */
  | { state: 'expired' }
  | { state: 'invalid' };

/** Whose account a link “this was not me” is about. Reads only. */
export async function findNotMe(ctx: RequestContext, token: string): Promise<NotMe> {
  const read = readNotMeToken(token, ctx.now);
  if (read.state !== 'valid') return read;
  const email = await findAddress(read.userId);
  return email ? { ...read, email } : { state: 'invalid' };
}

/**
 * “This was not me”: end all that is signed in as the person, and all that leads there: what they have allowed and no
 * device has redeemed, mailed links, an address that was to replace theirs, API keys. Every browser is a stranger again. Browsers
 * first, so that none of them allows anything more; whatever fails then is done by pressing the button again.
 */
export async function signOutEverywhere(ctx: RequestContext, token: string): Promise<NotMe['state']> {
  const found = await findNotMe(ctx, token);
  if (found.state !== 'valid') return found.state;
  const { userId, email } = found;
  await inTransaction(async (db) => {
    const browsers = await endBrowsersOf(db, userId, email);
    const apiKeys = (await revokeKeysOf(db, ctx.now, userId)).length;
    const detail = { source: 'not_me_link', browsers, apiKeys };
    await recordAudit(db, ctx, { action: 'person.signed_out_everywhere', userId, detail });
  });
  await endAllOwnSessions(ctx, userId);
  return 'valid';
}
