import type { RefusedSignIn } from '@/lib/mail/messages';

export type SignUpPolicy = 'open' | 'invited' | string[];

/** May this address have an account here that it does not have yet? */
export function maySignUp(policy: SignUpPolicy, email: string): boolean {
  if (policy === 'open') return true;
  if (policy === 'invited') return false;
  return policy.includes(email.slice(email.lastIndexOf('@') + 1));
}

export type SignInFacts = { emailVerified: Date | null; disabledAt: Date | null; hasProvider: boolean };

/**
 * May this address sign in by a mailed link? An account that a provider made is not opened by its address alone:
 * identity is (provider, provider account id), and what a provider says of an address proves nothing to us.
 */
export function decideEmailSignIn(
  person: SignInFacts | null,
  policy: SignUpPolicy,
  email: string,
): 'allowed' | RefusedSignIn {
  if (!person) return maySignUp(policy, email) ? 'allowed' : 'sign_up_closed';
  if (person.disabledAt) return 'disabled';
  return person.hasProvider && !person.emailVerified ? 'use_provider' : 'allowed';
}

export type PasskeyRefusal = 'disabled';

/** May whoever has proved a passkey sign in with it? */
export const decidePasskeySignIn = (person: { disabledAt: Date | null }): 'allowed' | PasskeyRefusal =>
  person.disabledAt ? 'disabled' : 'allowed';
