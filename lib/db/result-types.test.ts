import pg from 'pg';
import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { readTexts, readTime } from '@/lib/db/result-types';
import { withDatabase } from '@/lib/testing/database';

withDatabase();

test.each([
  '2026-11-22 01:58:30+00',
  '2026-11-22 01:58:30.05+00',
  '2026-11-22 01:58:30.059+00',
  '2026-11-22 01:58:30.059123+00',
  '2024-02-29 23:59:59.999+00',
  '1969-12-31 23:59:59.001+00',
  '0099-01-01 00:00:00+00',
  '2026-11-22 01:58:30.059+05:30',
  '2026-11-22 01:58:30-08',
  '12026-11-22 01:58:30+00',
  '0044-03-15 12:00:00+00 BC',
  'infinity',
])('the time %s is what pg reads', (text) => {
  expect(readTime(text)).toEqual(pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)(text));
});

test('lists come as they were given, whatever is in them', async () => {
  const lists = [
    ...[[], [''], ['a'], ['a', 'b:c', 'https://api.example.com/x?y=1'], ['null'], ['NULL', 'x'], [null, 'x']],
    ...[['a,b'], ['{a}'], ['"'], ['\\'], [' a '], ['a b'], ['ä', '🚪'], ['a\nb'], ['nullable', 'x']],
  ];
  for (const list of lists)
    expect((await pool().query('SELECT $1::text[] AS list', [list])).rows[0].list).toEqual(list);
  expect(readTexts('{{a,b},{c,d}}')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('times come as they were given', async () => {
  for (const ms of [0, 1, 1_000, 1_795_312_710_059])
    expect((await pool().query('SELECT $1::timestamptz(3) AS at', [new Date(ms)])).rows[0].at).toEqual(
      new Date(ms),
    );
});
