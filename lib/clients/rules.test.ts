import { expect, test } from 'vitest';
import { decideScopes } from '@/lib/clients/rules';

const allowed = ['openid', 'profile', 'email'];
test.each([
  ['none asked gives all the client may have', undefined, allowed],
  ['an empty list is none', [], allowed],
  ['what was asked, in the client’s order', ['email', 'openid'], ['openid', 'email']],
  ['unknown ones are dropped', ['openid', 'everything'], ['openid']],
  ['only unknown ones give nothing', ['everything'], []],
])('%s', (_promise, requested, granted) => {
  expect(decideScopes(requested, allowed)).toEqual(granted);
});
