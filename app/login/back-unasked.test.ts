import { expect, test } from 'vitest';
import { later, start } from '@/lib/testing/factories';
import { isBackUnasked } from './back-unasked';

test.each([
  ['just back from a provider that asked', 0, 5, false],
  ['just back from one that did not', -3_600, 5, true],
  ['back for a while', -3_600, 3_600, false],
  ['signed in here, long ago', 0, 3_600, false],
])('%s', (_who, authenticated, now, expected) => {
  const person = { signedInAt: start, authenticatedAt: later(authenticated) };
  expect(isBackUnasked(person, later(now))).toBe(expected);
});
