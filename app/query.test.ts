import { expect, test } from 'vitest';
import { decodeSegment, readQuery } from './query';

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
