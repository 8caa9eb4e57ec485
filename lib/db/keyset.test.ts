import { describe, expect, test } from 'vitest';
import { type Cursor, pageOf, readCursor, writeKey } from '@/lib/db/keyset';

const id = '019b0000-0000-7000-8000-00000000000a';
const key = { at: new Date('2026-01-01T12:00:00.123Z'), id };

describe('a position in an address', () => {
  test('is read as it was written', () => {
    expect(readCursor({ after: writeKey(key) })).toEqual({ direction: 'after', key });
    expect(readCursor({ before: writeKey(key) })).toEqual({ direction: 'before', key });
  });

  test.each([
    ['none', {}],
    ['two at once', { after: writeKey(key), before: writeKey(key) }],
    ['empty', { after: '' }],
    ['no time', { after: `x_${id}` }],
    ['a negative time', { after: `-1_${id}` }],
    ['a time beyond all times', { after: `999999999999999_${id}` }],
    ['no id', { after: '1700000000000_' }],
    ['another id', { after: '1700000000000_1' }],
    ['SQL', { before: `1700000000000_${id}' OR true --` }],
  ])('%s is the first page', (_what, asked) => expect(readCursor(asked)).toBeNull());
});

describe('a page', () => {
  const rows = (...ids: string[]) => ids.map((one) => ({ at: key.at, id: one }));
  const page = (found: string[], cursor: Cursor) => {
    const { rows: shown, before, after } = pageOf(rows(...found), 2, cursor?.direction ?? null, (row) => row);
    return [shown.map((row) => row.id).join(''), before?.id ?? null, after?.id ?? null];
  };
  const at = (direction: 'after' | 'before'): Cursor => ({ direction, key });

  test.each([
    ['the first of more', ['a', 'b', 'c'], null, ['ab', null, 'b']],
    ['the only one', ['a', 'b'], null, ['ab', null, null]],
    ['nothing', [], null, ['', null, null]],
    ['one amid', ['c', 'd', 'e'], at('after'), ['cd', 'c', 'd']],
    ['the last', ['e'], at('after'), ['e', 'e', null]],
    ['one amid, coming back', ['d', 'c', 'b'], at('before'), ['cd', 'c', 'd']],
    ['the first, coming back', ['b', 'a'], at('before'), ['ab', null, 'b']],
    ['past the end', [], at('after'), ['', null, null]],
  ] as [string, string[], Cursor, unknown[]][])('%s', (_what, found, cursor, expected) =>
    expect(page(found, cursor)).toEqual(expected),
  );
});
