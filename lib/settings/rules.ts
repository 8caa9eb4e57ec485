import type { SignInMethod } from '@/lib/settings/schema';

/** What an administrator has to sign in with. */
export type WaysIn = {
  emailVerified: Date | null;
  providers: readonly string[];
  hasPasskey: boolean;
  hasIssuer: boolean;
};

/** `none_left`: nobody could sign in; `no_admin_left`: no platform administrator could. */
export type MethodsDecision = 'allowed' | 'none_left' | 'no_admin_left';

/** May these ways to sign in be left on? `available` are those that are configured here at all. */
export function decideMethods(
  on: readonly SignInMethod[],
  available: readonly SignInMethod[],
  admins: readonly WaysIn[],
): MethodsDecision {
  const left = on.filter((method) => available.includes(method));
  if (left.length === 0) return 'none_left';
  return admins.some((admin) => admin.hasIssuer || left.some((method) => canUse(admin, method)))
    ? 'allowed'
    : 'no_admin_left';
}

/** The same conditions as where each of them signs in (lib/login/rules.ts). */
function canUse(admin: WaysIn, method: SignInMethod): boolean {
  switch (method) {
    case 'email':
      return admin.providers.length === 0 || admin.emailVerified !== null;
    case 'passkey':
      return admin.hasPasskey;
    case 'github':
    case 'google':
    case 'microsoft-entra-id':
    case 'oidc':
      return admin.providers.includes(method);
  }
}
