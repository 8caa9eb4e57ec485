import { expect, test } from 'vitest';
import { decidePoll, type GrantState, type Pace, type PollDecision } from '@/lib/device/rules';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
const grant = (changes: Partial<GrantState> = {}): GrantState => ({
  clientId: 'acme',
  status: 'pending',
  expiresAt: at(600),
  redeemedAt: null,
  ...changes,
});
const polled = (seconds: number, intervalSeconds = 5): Pace => ({
  lastPolledAt: at(seconds).getTime(),
  intervalSeconds,
});

const table: [promise: string, GrantState | null, Pace | null, now: number, PollDecision][] = [
  ['an unknown code is invalid_grant', null, null, 0, 'invalid_grant'],
  ["another client's code is invalid_grant", grant({ clientId: 'other' }), null, 0, 'invalid_grant'],
  [
    "another client's approved code is invalid_grant",
    grant({ clientId: 'other', status: 'approved' }),
    null,
    0,
    'invalid_grant',
  ],
  ['a first poll is pending, even at once', grant(), null, 0, 'authorization_pending'],
  ['a poll in time is pending', grant(), polled(0), 5, 'authorization_pending'],
  ['a second of jitter is in time', grant(), polled(0), 4, 'authorization_pending'],
  ['a poll too early is slow_down', grant(), polled(0), 3.9, 'slow_down'],
  ['after a slow_down the longer interval holds', grant(), polled(0, 10), 8.9, 'slow_down'],
  ['the longer interval, kept, is in time', grant(), polled(0, 10), 9, 'authorization_pending'],
  ['at the very end it is expired', grant(), null, 600, 'expired_token'],
  ['just before the end it is pending', grant(), null, 599.999, 'authorization_pending'],
  ['an expired one never slows down', grant(), polled(600), 600, 'expired_token'],
  ['an approved one is redeemed', grant({ status: 'approved' }), null, 0, 'redeem'],
  [
    'an approved one is redeemed however fast the polls',
    grant({ status: 'approved' }),
    polled(0),
    0.1,
    'redeem',
  ],
  ['an approval that nobody fetched expires', grant({ status: 'approved' }), null, 600, 'expired_token'],
  ['a denial is told at once', grant({ status: 'denied' }), polled(0), 0.1, 'access_denied'],
  ['a denial stays a denial after expiry', grant({ status: 'denied' }), null, 700, 'access_denied'],
  [
    'a parallel poll after redemption is invalid_grant only',
    grant({ status: 'redeemed', redeemedAt: at(0) }),
    null,
    30,
    'invalid_grant',
  ],
  ['later it is a replay', grant({ status: 'redeemed', redeemedAt: at(0) }), null, 30.001, 'replayed'],
];

test.each(table)('%s', (_promise, state, pace, now, decision) => {
  expect(decidePoll(state, pace, { clientId: 'acme', now: at(now) })).toBe(decision);
});
