import { expect, test } from 'vitest';
import { safePath } from '@/lib/login/safe-path';

test.each([
  '/',
  '/account',
  '/device?user_code=WDJB-MJHT',
  '/setup?token=a%20b',
  '/device/confirm?request=a.b_c-d',
])('%s is ours', (path) => {
  expect(safePath(path)).toBe(path);
});

test.each([
  '//evil.com',
  '/\\evil.com',
  '\\\\evil.com',
  'https:evil.com',
  'https://evil.com',
  'javascript:alert(1)',
  '/\t/evil.com',
  '/\n/evil.com',
  '/%2fevil.com',
  '/%5cevil.com',
  ' //evil.com',
  '',
  null,
  undefined,
  'account',
  '/a\r\nset-cookie: x=y',
  '/../..//evil.com',
  '/.//evil.com',
  `/${'a'.repeat(3000)}`,
  '/ä',
])('%j leads home', (path) => {
  expect(safePath(path)).toBe('/');
});
