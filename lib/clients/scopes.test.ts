import { expect, test } from 'vitest';
import { scopeInPlainWords } from '@/lib/clients/scopes';

test.each([
  ['email', 'See your e-mail address'],
  ['deploy', 'Use “deploy”'],
  ['sessions:write', 'As an administrator of your organization, sign devices out'],
])('whoever is asked for %s reads: %s', (scope, words) => {
  expect(scopeInPlainWords(scope)).toBe(words);
});

test('a client for administrators alone says that it is about the whole server', () => {
  const words = 'As an administrator of this whole server, see people';
  expect(scopeInPlainWords('people:read', 'this whole server')).toBe(words);
});
