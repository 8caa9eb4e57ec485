import type { RequestContext } from '@/lib/context';
import { type EnteredCode, lookUpUserCode } from '@/lib/device/look-up';
import { siteOf } from '@/lib/oauth/network';

/**
 * Whoever hosts an activation page of their own asks which request a user code is of, before anybody is signed in. It
 * binds the code to nobody, and strangers have limits of their own.
 */
export const verifyUserCode = (ctx: RequestContext, typed: string): Promise<EnteredCode> =>
  lookUpUserCode(ctx, typed, [
    ['user-code-strangers-site', ctx.ip === null ? '' : siteOf(ctx.ip)],
    ['user-code-strangers', 'all'],
  ]);
