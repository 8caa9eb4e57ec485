import type { RequestContext } from '@/lib/context';
import { type EnteredCode, lookUpUserCode } from '@/lib/device/look-up';

export type { EnteredCode };

/** A signed-in person enters a user code (RFC 8628 §3.3). */
export const enterUserCode = (ctx: RequestContext, userId: string, typed: string): Promise<EnteredCode> =>
  lookUpUserCode(ctx, typed, [
    ['user-code-account', userId],
    ['user-code-network', ctx.network ?? ''],
    ['user-code-global', 'all'],
  ]);
