import type { RequestContext } from '@/lib/context';
import { notMeLink } from '@/lib/login/not-me-link';
import { describeUserAgent } from '@/lib/login/user-agent';
import type { Occasion } from '@/lib/mail/security-messages';
import { siteName } from '@/lib/settings/branding';

/** When and where something happens to a person's account, and their link to say that it was not them. */
export const occasionOf = (ctx: RequestContext, userId: string): Occasion => ({
  host: siteName(),
  at: ctx.now,
  browser: describeUserAgent(ctx.userAgent),
  ip: ctx.ip,
  notMe: notMeLink(ctx.now, userId),
});
