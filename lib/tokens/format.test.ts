import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBase62, formatToken, generateOpaque, isWellFormedToken } from '@/lib/tokens/format';

test('base62 is the number, big-endian and padded', () => {
  expect(encodeBase62(Buffer.from([0, 61]), 3)).toBe('00z');
  expect(encodeBase62(Buffer.from([0, 62]), 3)).toBe('010');
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const text = encodeBase62(Buffer.from(bytes), 43);
      const value = [...text].reduce((sum, digit) => sum * 62n + BigInt(digits.indexOf(digit)), 0n);
      expect(value).toBe(BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
    }),
  );
});

test('a token says whose and what it is, and proves it is whole', () => {
  const access = formatToken('dc', 'access', Buffer.alloc(32, 7));
  const refresh = formatToken('dc', 'refresh', Buffer.alloc(32, 7));
  expect(access).toMatch(/^dc_[0-9A-Za-z]{49}$/);
  expect(refresh).toMatch(/^dc_rt_[0-9A-Za-z]{49}$/);
  expect(isWellFormedToken(access)).toBe(true);
  expect(isWellFormedToken(refresh)).toBe(true);
});

test.each([
  ['one letter changed', (token: string) => token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
  ['another prefix', (token: string) => `x${token}`],
  ['cut', (token: string) => token.slice(0, -1)],
  ['empty', () => ''],
])('%s is no token', (_what, change) => {
  expect(isWellFormedToken(change(formatToken('dc', 'access', Buffer.alloc(32, 7))))).toBe(false);
});

test('device codes carry 256 bits and are never alike', () => {
  const codes = new Set(Array.from({ length: 1000 }, generateOpaque));
  expect(codes.size).toBe(1000);
  expect([...codes].every((code) => /^[0-9A-Za-z]{43}$/.test(code))).toBe(true);
});
