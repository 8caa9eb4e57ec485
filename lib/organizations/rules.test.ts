import { describe, expect, test } from 'vitest';
import { type FactorPolicy, policySince, requiredFrom, type Since } from '@/lib/organizations/rules';
import { later, start } from '@/lib/testing/factories';

type FactorSince = FactorPolicy & Since;
const required = (since: Date | null, secondFactorGraceDays = 7): FactorSince => ({
  secondFactor: 'required',
  secondFactorGraceDays,
  secondFactorRequiredSince: since,
});
const optional: FactorSince = {
  secondFactor: 'optional',
  secondFactorGraceDays: 7,
  secondFactorRequiredSince: null,
};

describe('since when a second factor is required', () => {
  const then = later(-1_000);
  test.each<[string, FactorSince | null, FactorSince, Date | null]>([
    ['of a new organization: now', null, required(null), start],
    ['from optional: now', optional, required(null), start],
    ['from off: now', { ...optional, secondFactor: 'off' }, required(null), start],
    ['already: since then', required(then), required(null), then],
    ['already, and more days: since then', required(then), required(null, 30), then],
    ['already, since nobody knows when: now', required(null), required(null), start],
    ['no more: never', required(then), optional, null],
    ['neither before nor after: never', optional, { ...optional, secondFactor: 'off' }, null],
  ])('%s', (_what, before, wanted, since) => {
    expect(policySince(before, wanted, start)).toEqual({ ...wanted, secondFactorRequiredSince: since });
  });
});

test('the days of grace are days of 24 hours', () => {
  expect(requiredFrom(start, required(start, 2))).toEqual(later(2 * 86_400));
  expect(requiredFrom(start, required(start, 0))).toEqual(start);
});
