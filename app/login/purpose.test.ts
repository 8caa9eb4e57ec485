import { expect, test } from 'vitest';
import { chosenProvider } from './purpose';

test.each([
  ['/device?user_code=BCDF-GHJK&provider=github', 'github'],
  ['/device?provider=microsoft-entra-id', 'microsoft-entra-id'],
  ['/device?user_code=BCDF-GHJK', null],
  ['/account?provider=github', null],
  ['/', null],
])('who signs in to come to %s has chosen %s', (next, provider) => {
  expect(chosenProvider(next)).toBe(provider);
});
