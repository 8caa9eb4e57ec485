import { expect, test } from 'vitest';
import { pageOf } from '@/lib/db/keyset';
import { directionOf, type From, isBackwards } from '@/lib/organizations/paging';

const all = ['a', 'b', 'c', 'd', 'e'];
const page = (from: From) => {
  const { after, before } = from;
  const found = isBackwards(from)
    ? all.filter((one) => one < before!).reverse()
    : all.filter((one) => after === undefined || one > after);
  return pageOf(found.slice(0, 3), 2, directionOf(from), (one) => one);
};

test('pages forward and back hold the same rows, and know what is around them', () => {
  expect(page({})).toEqual({ rows: ['a', 'b'], before: null, after: 'b' });
  expect(page({ after: 'b' })).toEqual({ rows: ['c', 'd'], before: 'c', after: 'd' });
  expect(page({ after: 'd' })).toEqual({ rows: ['e'], before: 'e', after: null });
  expect(page({ before: 'e' })).toEqual({ rows: ['c', 'd'], before: 'c', after: 'd' });
  expect(page({ before: 'c' })).toEqual({ rows: ['a', 'b'], before: null, after: 'b' });
  expect(page({ after: 'e' })).toEqual({ rows: [], before: null, after: null });
});
