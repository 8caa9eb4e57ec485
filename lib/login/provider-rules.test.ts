import { describe, expect, test } from 'vitest';
import { decideProviderSignIn, isTrustedFactor, type ProviderSignInFacts } from '@/lib/login/provider-rules';

const stranger: ProviderSignInFacts = {
  provider: 'google',
  claim: { email: 'a@x.com', verified: true },
  person: null,
  isLinked: false,
  domains: null,
  issuer: null,
};
const person = {
  email: 'a@x.com',
  emailVerified: null as Date | null,
  role: 'user' as 'user' | 'admin',
  disabledAt: null as Date | null,
};
const admin = { ...person, role: 'admin' as const };
const provedAdmin = { ...admin, emailVerified: new Date(0) };
const known = { ...stranger, person, isLinked: true };
const claim = (verified: boolean | null, email: string | null = 'a@x.com') => ({
  claim: { email, verified },
});
const ofIssuer = {
  ...stranger,
  provider: 'org-x',
  domains: ['x.com'],
  issuer: 'org-x',
  ...claim(null),
};

describe('a provider of the environment', () => {
  test.each([
    ['a stranger, where anybody may', stranger, 'open', 'allowed'],
    ['whose address nobody vouches for', { ...stranger, ...claim(null) }, 'open', 'allowed'],
    ['whose address the provider denies', { ...stranger, ...claim(false) }, 'open', 'unverified_email'],
    ['without an address', { ...stranger, ...claim(null, null) }, 'open', 'no_email'],
    ['a stranger of the right domain', stranger, ['x.com'], 'allowed'],
    [
      'who only claims to be of the right domain',
      { ...stranger, ...claim(null) },
      ['x.com'],
      'unverified_email',
    ],
    ['of another domain', stranger, ['y.com'], 'sign_up_closed'],
    ['a stranger, by invitation only', stranger, 'invited', 'sign_up_closed'],
    ['somebody invited', { ...stranger, isInvited: true }, 'invited', 'allowed'],
    [
      'who only claims an address that is invited',
      { ...stranger, ...claim(null), isInvited: true },
      'invited',
      'unverified_email',
    ],
    ['somebody invited, of another domain', { ...stranger, isInvited: true }, ['y.com'], 'sign_up_closed'],
    ['somebody known', known, 'invited', 'allowed'],
    [
      'somebody known, whatever is said of the address',
      { ...known, ...claim(false, null) },
      'invited',
      'allowed',
    ],
    ['somebody disabled', { ...known, person: { ...person, disabledAt: new Date(0) } }, 'open', 'disabled'],
    ['a stranger whose organization has an issuer', { ...stranger, issuer: 'org-x' }, 'open', 'use_issuer'],
    ['somebody known whose organization has one', { ...known, issuer: 'org-x' }, 'open', 'use_issuer'],
    [
      'an administrator whose organization has one',
      { ...known, person: provedAdmin, issuer: 'org-x' },
      'open',
      'use_issuer',
    ],
    [
      'one whose address nobody has proved, whom it cannot sign in',
      { ...known, person: admin, issuer: 'org-x' },
      'open',
      'allowed',
    ],
    [
      'the same by an identity that they do not have',
      { ...known, isLinked: false, person: admin, issuer: 'org-x' },
      'open',
      'use_issuer',
    ],
  ] as const)('%s: %s', (_who, facts, policy, decision) => {
    expect(decideProviderSignIn(facts, typeof policy === 'string' ? policy : [...policy])).toBe(decision);
  });
});

describe('an organization’s issuer', () => {
  test.each([
    ['a stranger of its domain, whatever the policy', ofIssuer, 'allowed'],
    ['the owner of the address', { ...ofIssuer, person }, 'allowed'],
    ['somebody known', { ...ofIssuer, person, isLinked: true }, 'allowed'],
    ['an administrator', { ...ofIssuer, person: provedAdmin }, 'allowed'],
    ['an administrator whose address nobody has proved', { ...ofIssuer, person: admin }, 'use_provider'],
    [
      'somebody known without an address',
      { ...ofIssuer, person, isLinked: true, ...claim(null, null) },
      'no_email',
    ],
    ['another domain', { ...ofIssuer, ...claim(true, 'a@y.com'), issuer: null }, 'foreign_domain'],
    [
      'a domain that ends alike',
      { ...ofIssuer, ...claim(true, 'a@not-x.com'), issuer: null },
      'foreign_domain',
    ],
    ['a subdomain', { ...ofIssuer, ...claim(true, 'a@sub.x.com'), issuer: null }, 'foreign_domain'],
    [
      'somebody known who has another domain there now',
      { ...ofIssuer, person, isLinked: true, ...claim(true, 'a@y.com') },
      'foreign_domain',
    ],
    ['an address that it says is not proved', { ...ofIssuer, ...claim(false) }, 'unverified_email'],
    [
      'an account whose address is another organization’s now',
      { ...ofIssuer, person, isLinked: true, issuer: 'org-y' },
      'use_issuer',
    ],
    ['somebody disabled', { ...ofIssuer, person: { ...person, disabledAt: new Date(0) } }, 'disabled'],
  ] as const)('%s: %s', (_who, facts, decision) => {
    expect(decideProviderSignIn(facts as ProviderSignInFacts, 'invited')).toBe(decision);
  });

  test('its second factor counts where one of its words is trusted', () => {
    const trusted = { trustedAmr: ['mfa', 'hwk'], trustedAcr: ['gold'] };
    expect(isTrustedFactor({ amr: ['pwd', 'hwk'], acr: null }, trusted)).toBe(true);
    expect(isTrustedFactor({ amr: [], acr: 'gold' }, trusted)).toBe(true);
    expect(isTrustedFactor({ amr: ['pwd', 'gold'], acr: 'mfa' }, trusted)).toBe(false);
    expect(isTrustedFactor({ amr: ['mfa'], acr: 'gold' }, { trustedAmr: [], trustedAcr: [] })).toBe(false);
    expect(isTrustedFactor({ amr: [], acr: null }, trusted)).toBe(false);
  });
});
