import { maySignUp, type SignUpPolicy } from '@/lib/login/rules';
import { domainOf } from '@/lib/mail/address';

/** What a provider says of an address: that it is proved, that it is not, or neither. */
export type AddressClaim = { email: string | null; verified: boolean | null };

export type ProviderSignInFacts = {
  /** The provider that asks. */
  provider: string;
  claim: AddressClaim;
  /** Whoever has this identity here; for an organization's issuer also whoever has the address. */
  person: {
    email: string;
    emailVerified: Date | null;
    role: 'user' | 'admin';
    disabledAt: Date | null;
  } | null;
  /** Is it the identity that is known, and not only the address? */
  isLinked: boolean;
  /** The domains over which an organization's issuer was declared the authority; null: it is no such issuer. */
  domains: readonly string[] | null;
  /** The provider with which the person's address, or that of the claim, signs in, and no other; null: any. */
  issuer: string | null;
  /** Is the address of the claim invited to an organization? */
  isInvited?: boolean;
};

export type ProviderRefusal =
  | 'no_email'
  | 'unverified_email'
  | 'foreign_domain'
  | 'use_issuer'
  | 'use_provider'
  | 'disabled'
  | 'sign_up_closed';

/**
 * May this identity sign in? Identity is (provider, provider account id), and an address opens nothing, but where the
 * operator has declared an issuer the authority over its domain (docs/decisions/012). For the first time, an address
 * that the provider has not verified counts only where anybody may sign up.
 */
export function decideProviderSignIn(
  { provider, claim, person, isLinked, domains, issuer, isInvited = false }: ProviderSignInFacts,
  policy: SignUpPolicy,
): 'allowed' | ProviderRefusal {
  if (!isLinked || domains) {
    if (!claim.email) return 'no_email';
    if (claim.verified === false) return 'unverified_email';
    if (domains && !domains.includes(domainOf(claim.email))) return 'foreign_domain';
  }
  const isUnprovedAdmin = person?.role === 'admin' && person.emailVerified === null;
  // No issuer takes an administrator's account over, so they sign in as they did the first time.
  if (issuer !== null && issuer !== provider && !(isLinked && isUnprovedAdmin)) return 'use_issuer';
  if (person?.disabledAt) return 'disabled';
  if (domains && !isLinked && isUnprovedAdmin) return 'use_provider';
  if (isLinked || domains) return 'allowed';
  if (!maySignUp(policy, claim.email!, isInvited)) return 'sign_up_closed';
  return policy === 'open' || claim.verified === true ? 'allowed' : 'unverified_email';
}

/** Is the second factor of an organization's issuer enough? Only where the operator says so; `amr` is never copied. */
export const isTrustedFactor = (
  said: { amr: readonly string[]; acr: string | null },
  trusted: { trustedAmr: readonly string[]; trustedAcr: readonly string[] },
): boolean =>
  said.amr.some((one) => trusted.trustedAmr.includes(one)) ||
  (said.acr !== null && trusted.trustedAcr.includes(said.acr));
