import { expect, test } from 'vitest';
import { parseAddress } from '@/lib/mail/address';

test.each([
  ['ann@example.com', 'ann@example.com'],
  [' Ann.Doe+cli@Example.COM ', 'ann.doe+cli@example.com'],
  ['o’brien@example.com', null],
  ["o'brien@example.com", "o'brien@example.com"],
  ['"a"@x.com', null],
  ['a@x.com,b@y.com', null],
  ['a@x.com;b@y.com', null],
  ['a@x.com b@y.com', null],
  ['Ann <ann@example.com>', null],
  ['ann(comment)@example.com', null],
  ['a＠x.com', null],
  ['a@x@y.com', null],
  ['a@x.com\r\nbcc: b@y.com', null],
  ['a@[127.0.0.1]', null],
  ['a@localhost', null],
  ['.a@x.com', null],
  ['a..b@x.com', null],
  [`${'a'.repeat(65)}@x.com`, null],
  ['', null],
])('%j is %j', (text, address) => {
  expect(parseAddress(text)).toBe(address);
});
