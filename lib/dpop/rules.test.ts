import { expect, test } from 'vitest';
import { decideBinding, decideProof } from '@/lib/dpop/rules';

test.each([
  // policy, bound to, proven, decision, new binding
  ['off', null, null, 'accepted', null],
  ['off', null, 'a', 'accepted', null],
  ['off', 'a', null, 'missing', 'a'],
  ['optional', null, null, 'accepted', null],
  ['optional', null, 'a', 'accepted', 'a'],
  ['optional', 'a', 'a', 'accepted', 'a'],
  ['optional', 'a', 'b', 'other_key', 'a'],
  ['optional', 'a', null, 'missing', 'a'],
  ['required', null, null, 'missing', null],
  ['required', null, 'a', 'accepted', 'a'],
  ['required', 'a', 'b', 'other_key', 'a'],
] as const)('%s, bound to %s, proving %s: %s', (policy, boundTo, proven, decision, binding) => {
  expect(decideProof({ policy, boundTo, proven })).toBe(decision);
  expect(decideBinding({ policy, boundTo, proven })).toBe(binding);
});
