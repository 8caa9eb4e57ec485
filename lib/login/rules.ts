import type { RefusedSignIn } from '@/lib/mail/messages';

export type SignUpPolicy = 'open' | 'invited' | string[];

/** May this address have an account here that it does not have yet? An invitation is no way round a list of domains. */
export function maySignUp(policy: SignUpPolicy, email: string, isInvited = false): boolean {
  if (policy === 'open') return true;
  if (policy === 'invited') return isInvited;
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
  isInvited = false,
): 'allowed' | RefusedSignIn {
  if (!person) return maySignUp(policy, email, isInvited) ? 'allowed' : 'sign_up_closed';
  if (person.disabledAt) return 'disabled';
  return person.hasProvider && !person.emailVerified ? 'use_provider' : 'allowed';
}

/** Why an address cannot be taken: it is the present one; the person's own, or the new one, is an issuer's to give; of no domain that may sign up. */
export type RefusedEmailChange = 'same' | 'fixed' | 'domain';

export function decideEmailChange(
  person: { present: string; isFixed: boolean; isOfIssuer: boolean },
  policy: SignUpPolicy,
  wanted: string,
): 'allowed' | RefusedEmailChange {
  if (person.isFixed) return 'fixed';
  if (wanted === person.present) return 'same';
  const isListed = typeof policy === 'string' || maySignUp(policy, wanted);
  return isListed && !person.isOfIssuer ? 'allowed' : 'domain';
}

export type PasskeyRefusal = 'disabled' | 'use_issuer';

/** May whoever has proved a passkey sign in with it? Not whom their organization's issuer alone signs in. */
export function decidePasskeySignIn(person: {
  disabledAt: Date | null;
  hasIssuer: boolean;
}): 'allowed' | PasskeyRefusal {
  if (person.disabledAt) return 'disabled';
  return person.hasIssuer ? 'use_issuer' : 'allowed';
}
