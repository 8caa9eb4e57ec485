import { expect, test } from 'vitest';
import { acrsOf, amrOfProvider } from '@/lib/login/acr';

test.each([
  ['email', ['email']],
  ['github', ['fed', 'github']],
  ['google', ['fed', 'google']],
  ['microsoft-entra-id', ['fed', 'microsoft']],
  ['oidc', ['fed']],
  ['org-acme', ['fed']],
  ['constructor', ['fed']],
])('who signed in with %s is said to have: %j, which is one factor', (provider, amr) => {
  expect(amrOfProvider(provider)).toEqual(amr);
  expect(acrsOf(amr)).toEqual(['urn:doorcode:acr:1fa']);
});
