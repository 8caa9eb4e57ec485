import { expect, test } from 'vitest';
import {
  decideRefresh,
  decideRefreshScopes,
  type RefreshDecision,
  type RefreshTokenState,
} from '@/lib/tokens/rules';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
const token = (changes: Partial<RefreshTokenState> = {}): RefreshTokenState => ({
  clientId: 'acme',
  isSessionLive: true,
  expiresAt: at(1000),
  usedAt: null,
  ...changes,
});

const table: [promise: string, RefreshTokenState | null, now: number, RefreshDecision][] = [
  ['an unused token rotates', token(), 0, 'rotate'],
  ['an unknown one is refused', null, 0, 'invalid_grant'],
  [
    "another client's is refused and changes nothing",
    token({ clientId: 'other', usedAt: at(0) }),
    500,
    'invalid_grant',
  ],
  ['one of an ended session is refused', token({ isSessionLive: false }), 0, 'invalid_grant'],
  [
    'a used one of an ended session is not reuse again',
    token({ isSessionLive: false, usedAt: at(0) }),
    500,
    'invalid_grant',
  ],
  ['an expired one is refused', token(), 1000, 'invalid_grant'],
  ['just before its end it rotates', token(), 999.999, 'rotate'],
  ['a retry within ten seconds gets the same successor', token({ usedAt: at(0) }), 10, 'same_successor'],
  ['later it is reuse', token({ usedAt: at(0) }), 10.001, 'reused'],
];

test.each(table)('%s', (_promise, state, now, decision) => {
  expect(decideRefresh(state, { clientId: 'acme', now: at(now) })).toBe(decision);
});

test.each([
  ['none asked keeps all', undefined, ['a', 'b']],
  ['an empty one keeps all', [], ['a', 'b']],
  ['it may narrow', ['b'], ['b']],
  ['it may never widen', ['a', 'c'], null],
  ['what the client may not have at all is dropped, as at the device request', ['a', 'x'], ['a']],
  ['only such scopes are none', ['x'], null],
])('refresh scope: %s', (_promise, requested, expected) => {
  expect(decideRefreshScopes(requested, ['a', 'b'], ['a', 'b', 'c'])).toEqual(expected);
});
