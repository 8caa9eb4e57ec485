import { expect, test } from 'vitest';
import { parseServerUrl } from './server-url.js';

test.each([
  ['https://Login.Acme.dev/', 'https://login.acme.dev'],
  ['https://login.acme.dev:443', 'https://login.acme.dev'],
  ['https://acme.dev/tenant/', 'https://acme.dev/tenant/'],
  ['http://localhost:3000/', 'http://localhost:3000'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
])('%s is spelled %s', (text, url) => {
  expect(parseServerUrl(text)).toBe(url);
});

test.each(['http://login.acme.dev', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'])(
  '%s is refused, unless http was asked for',
  (text) => {
    expect(() => parseServerUrl(text)).toThrow(expect.objectContaining({ code: 'insecure_url' }));
    expect(parseServerUrl(text, true)).toBe(text);
  },
);

test.each([
  'login.acme.dev',
  'localhost:3000',
  'ftp://acme.dev',
  'https://me:secret@acme.dev',
  'https://acme.dev?x=1',
  '',
])('%j is no address of a server', (text) => {
  expect(() => parseServerUrl(text)).toThrow(expect.objectContaining({ code: 'invalid_server_url' }));
});
