import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';

export type BrowserSessionRow = {
  browserSessionId: string;
  authenticatedAt: Date;
  /** How they signed in: RFC 8176. */
  amr: string[];
  userId: string;
  name: string | null;
  email: string;
  image: string | null;
  role: 'user' | 'admin';
};

/** The live browser session of a cookie, with its person; a disabled person has none. */
export async function findBrowserSession(tokenHash: string, now: Date): Promise<BrowserSessionRow | null> {
  const rows = await runStatement<BrowserSessionRow>(
    'find_browser_session',
    `SELECT b.id AS "browserSessionId", b.created_at AS "authenticatedAt", b.amr, u.id AS "userId", u.name, u.email, u.image, u.role
       FROM browser_sessions b JOIN users u ON u.id = b.user_id
      WHERE b.session_token_hash = $1 AND b.expires > $2 AND u.disabled_at IS NULL`,
    [tokenHash, now],
  );
  return rows[0] ?? null;
}

export const deleteBrowserSession = (ctx: RequestContext, session: BrowserSessionRow): Promise<void> =>
  prisma().$transaction(async (db) => {
    const { count } = await db.browserSession.deleteMany({ where: { id: session.browserSessionId } });
    if (count > 0) await recordAudit(db, ctx, { action: 'person.signed_out', userId: session.userId });
  });

/** Put another token in the place of the session's own. Null: the session is gone. */
export async function replaceBrowserToken(id: string, tokenHash: string): Promise<Date | null> {
  const [row] = await prisma().browserSession.updateManyAndReturn({
    where: { id },
    data: { sessionToken: tokenHash },
    select: { expires: true },
  });
  return row?.expires ?? null;
}
