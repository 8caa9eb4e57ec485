import { expect, test } from 'vitest';
import { decideEmailSignIn, maySignUp } from '@/lib/login/rules';

test.each([
  ['open', 'a@x.com', true],
  ['invited', 'a@x.com', false],
  [['x.com'], 'a@x.com', true],
  [['x.com'], 'a@evil-x.com', false],
  [['x.com'], 'a@sub.x.com', false],
] as const)('sign-up %j for %s: %s', (policy, email, expected) => {
  expect(maySignUp(typeof policy === 'string' ? policy : [...policy], email)).toBe(expected);
});

test.each([
  ['open', true],
  ['invited', true],
  [['x.com'], true],
  [['y.com'], false],
] as const)('sign-up %j for somebody invited: %s', (policy, expected) => {
  const own = typeof policy === 'string' ? policy : [...policy];
  expect(maySignUp(own, 'a@x.com', true)).toBe(expected);
  expect(decideEmailSignIn(null, own, 'a@x.com', true)).toBe(expected ? 'allowed' : 'sign_up_closed');
});

const proved = { emailVerified: new Date(0), disabledAt: null, hasProvider: false };
test.each([
  ['a newcomer, where anybody may', null, 'open', 'allowed'],
  ['a newcomer, by invitation only', null, 'invited', 'sign_up_closed'],
  ['somebody known, by invitation only', proved, 'invited', 'allowed'],
  ['somebody invited who never signed in', { ...proved, emailVerified: null }, 'invited', 'allowed'],
  [
    "an address that only GitHub vouches for does not open GitHub's account",
    { ...proved, emailVerified: null, hasProvider: true },
    'open',
    'use_provider',
  ],
  ['a disabled person', { ...proved, disabledAt: new Date(0) }, 'open', 'disabled'],
] as const)('%s', (_who, person, policy, expected) => {
  expect(decideEmailSignIn(person, policy, 'a@x.com')).toBe(expected);
});
