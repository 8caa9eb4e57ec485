import type { RequestContext } from '@/lib/context';
import type { PendingGrant } from '@/lib/device/store';
import type { RequiredSignIn } from '@/lib/login/next-step';

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
