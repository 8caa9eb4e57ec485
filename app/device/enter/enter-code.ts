import type { RequestContext } from '@/lib/context';
import { rememberCode } from '@/lib/device/code-cookie';
import { enterUserCode } from '@/lib/device/enter';
import { enteredCodeProof } from '@/lib/device/ticket';
import { formatUserCode, normalizeUserCode } from '@/lib/device/user-code';
import type { Person } from '@/lib/login/browser-session';
import type { Next } from '@/lib/login/form';
import { pathWith } from '../../query';

/** Where a code leads the person who entered it. */
export async function enterCode(ctx: RequestContext, person: Person, typed: string): Promise<Next> {
  const entered = await enterUserCode(ctx, person.userId, typed);
  if (entered.outcome !== 'found')
    return { path: pathWith('/device', { error: entered.outcome }), cookies: [rememberCode('', typed)] };
  const { id } = entered.grant;
  const shown = formatUserCode(normalizeUserCode(typed)!);
  const request = enteredCodeProof(person.browserSessionId, id);
  return { path: pathWith('/device/confirm', { request }), cookies: [rememberCode(request, shown)] };
}
