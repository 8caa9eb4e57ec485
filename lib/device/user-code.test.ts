import { expect, test } from 'vitest';
import { formatUserCode, generateUserCode, hashUserCode, normalizeUserCode } from '@/lib/device/user-code';
import { setTestEnv } from '@/lib/testing/env';

test.each([
  ['as shown', 'WDJB-MJHT'],
  ['lower case', 'wdjb-mjht'],
  ['without the dash', 'WDJBMJHT'],
  ['with spaces', '  wdjb mjht '],
  ['pasted with other dashes and line breaks', 'WDJB–MJHT\n'],
  ['full-width letters', 'ＷＤＪＢ－ＭＪＨＴ'],
])('a code is accepted %s', (_how, typed) => {
  expect(normalizeUserCode(typed)).toBe('WDJBMJHT');
});

test.each([
  '',
  'WDJB-MJH',
  'WDJB-MJHTT',
  'WDJB-MJHA',
  'WDJB-MJH1',
  'ẄDJBMJHT',
  '𝖂'.repeat(9),
  'x'.repeat(10_000),
])('%j is no code', (typed) => {
  expect(normalizeUserCode(typed)).toBeNull();
});

test('codes are eight consonants, drawn from all twenty', () => {
  const codes = Array.from({ length: 500 }, generateUserCode);
  expect(codes.every((code) => /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(code))).toBe(true);
  expect(new Set(codes.join(''))).toHaveLength(20);
  expect(formatUserCode('WDJBMJHT')).toBe('WDJB-MJHT');
});

test('without AUTH_SECRET nobody can search for the code of a stored value', () => {
  setTestEnv();
  expect(hashUserCode('WDJBMJHT')).toHaveLength(32);
  expect(hashUserCode('WDJBMJHT').equals(hashUserCode('WDJBMJHX'))).toBe(false);
});
