import { expect, test } from 'vitest';
import { decodeSegment, entryOf, readQuery } from './query';

test.each([
  ['a word', 'org-acme', 'org-acme'],
  ['any language', 'Zoë 🦊', 'Zoë 🦊'],
  ['nothing', undefined, undefined],
  ['two', ['a', 'b'], undefined],
  ['too much', 'x'.repeat(2_001), undefined],
  ['NUL', 'org-\0', undefined],
  ['half a character', 'org-\uD800', undefined],
])('of a query, %s is read as it should be', async (_what, given, read) => {
  expect(await readQuery(Promise.resolve({ wanted: given, other: 'x' }), 'wanted')).toEqual({ wanted: read });
});

test.each([
  ['a%3Ab', 'a:b'],
  ['%00', '%00'],
  ['%', '%'],
])('of a path, %s is read as %s', (segment, read) => expect(decodeSegment(segment)).toBe(read));

const table = { taken: 'It is taken.' };

test.each([
  ['taken', 'It is taken.'],
  ...['gone', '', 'toString', 'constructor', '__proto__', undefined, null].map(
    (code) => [code, null] as const,
  ),
] as const)('a table holds under %j: %j', (code, entry) => expect(entryOf(table, code)).toBe(entry));
