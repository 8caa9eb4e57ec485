import type { PendingGrant } from '@/lib/device/store';
import type { RequiredSignIn } from '@/lib/login/next-step';

/**
 * RFC 9470 §4: how the person must have signed in to allow this request. `max_age` counts back from the request, so that
 * who signs in for it need not do so again. The statement that allows it (`decideDeviceGrant`) asks the same.
 */
export const requiredSignIn = (grant: PendingGrant): RequiredSignIn => ({
  notBefore:
    grant.maxAgeSeconds === null ? null : new Date(grant.createdAt.getTime() - grant.maxAgeSeconds * 1000),
  acrValues: grant.acrValues,
});
