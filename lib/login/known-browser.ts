import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { rememberBrowser } from '@/lib/login/browser-mark';
import { findKnownBrowser, rememberKnownBrowser } from '@/lib/login/browsers-store';
import { occasionOf } from '@/lib/login/occasion';
import { newSignInMail } from '@/lib/mail/security-messages';
import { tellByMail } from '@/lib/mail/send';

/**
 * Somebody has just signed in as this person (first factor) with this browser. Unless it is known, or the person is new,
 * a mail tells them. A browser is known once they have been told: where the mail fails, the next sign-in tells it, and
 * this one goes on. Returns cookies.
 */
export async function welcomeBrowser(
  ctx: RequestContext,
  headers: { get(name: string): string | null },
  userId: string,
): Promise<string[]> {
  const { browser, cookie } = rememberBrowser(headers);
  const hash = sha256(browser);
  const found = await findKnownBrowser(ctx.now, userId, hash);
  if (!found) return [cookie];
  const isNews = found.isReturning && !found.isKnown;
  if (!isNews || (await tellByMail(newSignInMail(found.email, occasionOf(ctx, userId)), ctx.now)))
    await rememberKnownBrowser(ctx.now, userId, hash);
  return [cookie];
}
