import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { cleanClaim } from '@/lib/device/claimed';
import { browserSessionSeconds, hashBrowserToken, newBrowserToken } from '@/lib/login/browser-session';
import { serializeCookie, sessionCookieName } from '@/lib/login/cookies';
import { insertBrowserSession } from '@/lib/login/store';

/** Sign a person in in this browser by what is ours to check, with a second factor in it. Returns its `Set-Cookie`. */
export async function startBrowserSession(
  db: Db,
  ctx: RequestContext,
  { userId, amr }: { userId: string; amr: readonly string[] },
): Promise<string> {
  const token = newBrowserToken();
  await insertBrowserSession(db, {
    sessionToken: hashBrowserToken(token),
    userId,
    amr: [...amr],
    secondFactorAt: ctx.now,
    ip: ctx.ip,
    userAgent: cleanClaim(ctx.userAgent, 300),
    createdAt: ctx.now,
    expires: new Date(ctx.now.getTime() + browserSessionSeconds * 1000),
  });
  return serializeCookie(sessionCookieName(), token, browserSessionSeconds);
}
