import type { RequestContext } from '@/lib/context';
import { type EnteredCode, tryUserCode } from '@/lib/device/enter';

/** Does this code wait for somebody? For who is not signed in, which alone counts them. */
export const findStatusUnsigned = async (
  ctx: RequestContext,
  typed: string,
): Promise<EnteredCode['outcome']> =>
  (
    await tryUserCode(ctx, typed, [
      ['user-code-network', ctx.network ?? ''],
      ['user-code-unsigned-global', 'all'],
    ])
  ).outcome;
