import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import type { Next } from '@/lib/login/form';
import { rememberNewCodes } from '@/lib/mfa/new-codes-cookie';
import { makeFirstRecoveryCodes } from '@/lib/mfa/recovery-codes';
import { pathWith } from '../../query';

/**
 * Where setting a factor up leads: to `next`; with the first factor by way of the recovery codes, which whoever has a
 * factor needs. `cookies` are those of the session, which the factor has made stronger.
 */
export async function afterEnrolment(
  ctx: RequestContext,
  person: Person,
  { next, cookies }: { next: string; cookies: string[] },
): Promise<Next> {
  const codes = await makeFirstRecoveryCodes(ctx, person.userId);
  if (!codes) return { path: next, cookies };
  return {
    path: pathWith('/account/security/recovery-codes', { next }),
    cookies: [...cookies, rememberNewCodes(ctx, person, codes)],
  };
}
