import { expect, test } from 'vitest';
import { safeUrl } from './safe-url.js';

test('http and https may be given to a browser', () => {
  expect(safeUrl('https://login.example.com/device?user_code=WDJB-MJHT')?.href).toBe(
    'https://login.example.com/device?user_code=WDJB-MJHT',
  );
  expect(safeUrl('http://localhost:3000/device')?.href).toBe('http://localhost:3000/device');
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' \tjavascript:alert(1)',
  'java\nscript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,x',
  'vscode://install',
  'ssh://host',
  '--help',
  '/device',
  'https://github.com@evil.example/',
  'https://user:password@evil.example/',
  `https://example.com/${'a'.repeat(3000)}`,
  '',
  undefined,
])('%j may not', (link) => {
  expect(safeUrl(link)).toBeUndefined();
});

test('what is printed and opened is plain ASCII', () => {
  const href = safeUrl('https://exämple.com/\x1b[31m\u202E "`$(id)`')?.href;
  expect(href).toMatch(/^[!-~]+$/);
});
