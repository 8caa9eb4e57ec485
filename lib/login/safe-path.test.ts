import { expect, test } from 'vitest';
import { safePath, safeReturn } from '@/lib/login/safe-path';

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

const registered = 'https://app.example:8443/activate?theme=dark';

test.each([
  ['/account', 'http://localhost:3000/account'],
  ['http://localhost:3000/account#top', 'http://localhost:3000/account#top'],
  ['http://localhost:3000', 'http://localhost:3000/'],
  ['https://app.example:8443', 'https://app.example:8443/'],
  ['HTTPS://APP.example:8443/bye?x=a%20b', 'https://app.example:8443/bye?x=a%20b'],
])('whoever wants to return to %s is sent to %s', (wanted, to) => {
  expect(safeReturn(wanted, registered)).toBe(to);
});

test.each([
  null,
  '',
  'https://app.example/bye',
  'http://app.example:8443/bye',
  'https://evil.com/',
  'https://app.example:8443.evil.com/',
  'https://app.example:8443@evil.com/',
  'https://evil.com@app.example:8443/',
  'https://user:pass@app.example:8443/',
  'https://app.example%3A8443/',
  'https://app.example:8443%2eevil.com/',
  'https:app.example:8443/',
  'https:/app.example:8443/',
  'https:///app.example:8443/',
  'https://\\app.example:8443/',
  'https://evil.com\\@app.example:8443/',
  'https://app.example:8443/\r\nset-cookie: x=y',
  'https://app.example:8443/\tx',
  ' https://app.example:8443/',
  'https://äpp.example:8443/',
  'https://[::1',
  '//app.example:8443/',
  '//evil.com',
  '/\\evil.com',
  '/%2fevil.com',
  'javascript:alert(1)',
  'data:text/html,x',
  'null',
  'app.example:8443',
  `https://app.example:8443/${'a'.repeat(2_000)}`,
])('whoever wants to return to %j is sent home', (wanted) => {
  expect(safeReturn(wanted, registered)).toBe('http://localhost:3000/');
});

test('where nothing is registered, only our own origin is known', () => {
  expect(safeReturn(registered, null)).toBe('http://localhost:3000/');
});
