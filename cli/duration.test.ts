import { expect, test } from 'vitest';
import { formatCountdown, formatDuration } from './duration.js';

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [599.8, '10 minutes'],
  [3599.7, '1 hour'],
  [3600, '1 hour'],
  [7300, '2 hours'],
  [90_000, '1 day'],
])('%d seconds are said as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [600, '10:00'],
  [59.2, '1:00'],
  [9, '0:09'],
  [-3, '0:00'],
])('%d seconds are counted down as %s', (seconds, text) => {
  expect(formatCountdown(seconds)).toBe(text);
});
