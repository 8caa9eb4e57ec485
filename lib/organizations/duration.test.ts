import { expect, test } from 'vitest';
import { parseDuration, writeDuration } from '@/lib/organizations/duration';

test.each([
  ['30 days', 2_592_000],
  ['1 day', 86_400],
  ['12h', 43_200],
  [' 90 Minutes ', 5_400],
  ['45 min', 2_700],
  ['60s', 60],
  ['90', null],
  ['', null],
  ['-1 day', null],
  ['1.5 days', null],
  ['1 week', null],
  ['constructor', null],
  ['999999999 days', null],
])('%j is %s seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([60, 90, 3_600, 5_400, 86_400, 90_000, 2_592_000])(
  '%s seconds are written to be read again',
  (seconds) => {
    expect(parseDuration(writeDuration(seconds))).toBe(seconds);
  },
);
