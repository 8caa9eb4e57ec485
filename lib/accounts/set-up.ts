import { claimSetUp, createPersonOnce, isSetUp } from '@/lib/accounts/store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { equalInConstantTime, hmac } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import { env } from '@/lib/env';

/**
 * The one-time link that makes the first admin. Its token is derived from AUTH_SECRET, so that every node and every
 * restart prints the same one and nothing is stored; who uses it first is written down for ever, and it is dead.
 */
const token = (): string => hmac('setup-link', 'first admin').toString('base64url');

/** The link, or null once somebody has used it. */
export const setUpLink = async (): Promise<string | null> =>
  (await isSetUp()) ? null : `${env().publicUrl}/setup?token=${token()}`;

export const isSetUpToken = async (presented: string): Promise<boolean> =>
  equalInConstantTime(presented, token()) && !(await isSetUp());

/** Whoever holds the link may sign in, whatever SIGN_UP says. */
export const inviteToSetUp = (ctx: RequestContext, email: string): Promise<void> =>
  inTransaction((db) => createPersonOnce(db, email, ctx.now));

/** Make this person the first admin. False: the link is not valid, or was used. */
export async function setUpFirstAdmin(
  ctx: RequestContext,
  userId: string,
  presented: string,
): Promise<boolean> {
  if (!equalInConstantTime(presented, token())) return false;
  return inTransaction(async (db) => {
    if (!(await claimSetUp(db, userId))) return false;
    await recordAudit(db, ctx, { action: 'admin.set_up', userId, target: { type: 'user', id: userId } });
    return true;
  });
}
