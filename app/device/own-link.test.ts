import { expect, test } from 'vitest';
import type { Person } from '@/lib/login/browser-session';
import { contextAt, later, noSecondFactor, start } from '@/lib/testing/factories';
import { isOwnLink } from './own-link';

const person: Person = {
  ...noSecondFactor,
  browserSessionId: 'b',
  authenticatedAt: later(-86_400),
  signedInAt: start,
  userId: 'u',
  amr: ['email'],
  name: null,
  email: 'ann@example.com',
  image: null,
  role: 'user',
};

test.each([
  ['a camera, a mail program or a bookmark is followed', 'none', 3600, true],
  ['our own page is followed', 'same-origin', 3600, true],
  ['a browser that does not say is followed', null, 3600, true],
  ['another site’s link only fills in the field', 'cross-site', 3600, false],
  ['a sibling site’s too', 'same-site', 3600, false],
  ['the provider from which the person has just come back is followed', 'cross-site', 30, true],
])('%s', (_promise, site, secondsSinceSignIn, expected) => {
  const headers = new Headers(site ? { 'sec-fetch-site': site } : {});
  expect(isOwnLink(contextAt(later(secondsSinceSignIn)), person, headers)).toBe(expected);
});
