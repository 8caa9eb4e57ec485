import { expect, test } from 'vitest';
import { median, percentile, ratio } from './numbers.mjs';

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeUndefined();
});

test('a percentile is one of the numbers: the smallest that the share does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
});

test('there is no ratio to what was not measured', () => {
  expect(ratio(3, 2)).toBe(1.5);
  expect(ratio(3, undefined)).toBeUndefined();
  expect(ratio(undefined, 2)).toBeUndefined();
});
