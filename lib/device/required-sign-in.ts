import { isAdministrator, isPermission } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import type { PendingGrant } from '@/lib/device/store';
import { authorityOfPerson, type Person } from '@/lib/login/browser-session';
import type { RequiredSignIn, Requirement } from '@/lib/login/next-step';

/**
 * RFC 9470 §4: how the person must have signed in to allow this request: within `max_age`, or since it was made, so that
 * who signs in for it need not do so again. The statement that allows it (`decideDeviceGrant`) asks the same.
 */
export function requiredSignIn(ctx: RequestContext, grant: PendingGrant): RequiredSignIn {
  const { maxAgeSeconds, createdAt, acrValues } = grant;
  if (maxAgeSeconds === null) return { notBefore: null, acrValues };
  const oldest = ctx.now.getTime() - maxAgeSeconds * 1000;
  return { notBefore: new Date(Math.min(oldest, createdAt.getTime())), acrValues };
}

/**
 * What a person must do before they may allow this request. A device that will administer something is allowed with a fresh
 * factor, as an API key is made. The statement asks the same again.
 */
export const requiredToAllow = (ctx: RequestContext, person: Person, grant: PendingGrant): Requirement => ({
  signIn: requiredSignIn(ctx, grant),
  fresh:
    isAdministrator(authorityOfPerson(person)) &&
    (grant.administratorsOnly || grant.scopes.some(isPermission)),
});
