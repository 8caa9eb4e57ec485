import pg from 'pg';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { batched } from '@/lib/db/batch';
import { pool } from '@/lib/db/pool';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { withDatabase } from '@/lib/testing/database';
import { statementsOf } from '@/lib/testing/node';

const database = withDatabase();
beforeAll(async () => {
  await pool().query('CREATE TABLE counters (name text PRIMARY KEY, count int NOT NULL DEFAULT 0)');
  await pool().query(`INSERT INTO counters (name) SELECT 'c' || n FROM generate_series(1, 100) n`);
});
afterEach(() => vi.restoreAllMocks());

const countOne = batched<{ n: number; count: number }>()(
  'count_one',
  { name: 'text', divisor: 'int' },
  (asked) => `WITH ${asked}
    UPDATE counters c SET count = c.count + 1 / a.divisor FROM asked a WHERE c.name = a.name RETURNING a.n, c.count`,
);
const count = (name: string, divisor = 1) => countOne({ name, divisor });
const countOf = async (name: string) =>
  (await pool().query('SELECT count FROM counters WHERE name = $1', [name])).rows[0].count;

const waitingForLocks = async () => {
  const { rows } = await pool().query(
    `SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return rows[0].waiting;
};

test('what is asked at the same time is one statement, of which each gets its own row, or none', async () => {
  let rows: ({ count: number } | null)[] = [];
  const names = Array.from({ length: 40 }, (_, n) => (n % 2 ? `c${n}` : `nobody ${n}`));
  const statements = await statementsOf(async () => {
    rows = await Promise.all(names.map((name) => count(name)));
  });
  expect(statements).toEqual(['count_one']);
  expect(rows.map((row) => row?.count ?? null)).toEqual(
    names.map((name) => (name.startsWith('c') ? 1 : null)),
  );
});

test('the same row, asked for by several at the same time, is changed for one of them', async () => {
  const rows = await Promise.all(Array.from({ length: 10 }, () => count('c50')));
  expect(rows.filter(Boolean)).toMatchObject([{ count: 1 }]);
  expect(await countOf('c50')).toBe(1);
});

test('whoever asks for what fails is alone with it', async () => {
  const asked = ['c60', 'c61', 'c62'].map((name) => count(name, name === 'c61' ? 0 : 1));
  expect(
    (await Promise.allSettled(asked)).map((one) =>
      one.status === 'fulfilled' ? one.value?.count : one.reason.code,
    ),
  ).toEqual([1, '22012', 1]);
  expect([await countOf('c60'), await countOf('c61'), await countOf('c62')]).toEqual([1, 0, 1]);
});

test('nothing is asked twice that may have been done', async () => {
  const end = batched<{ n: number }>()(
    'end_own_connection',
    { name: 'text' },
    (asked) => `WITH ${asked} SELECT n, pg_terminate_backend(pg_backend_pid()) FROM asked`,
  );
  let settled: PromiseSettledResult<unknown>[] = [];
  const statements = await statementsOf(async () => {
    settled = await Promise.allSettled(['a', 'b', 'c'].map((name) => end({ name })));
  });
  expect(statements).toEqual(['end_own_connection']);
  for (const one of settled) expect(one.status === 'rejected' && isStorageUnavailable(one.reason)).toBe(true);
});

/** Somebody else holds these rows, until `release`. */
async function hold(...names: string[]) {
  const holder = new pg.Client({ connectionString: database.connectionString() });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM counters WHERE name = ANY ($1) FOR UPDATE', [names]);
  return { release: () => holder.end() };
}

test('what waits for a lock holds up neither those beside it nor those that come after it', async () => {
  const holder = await hold('c70', 'c71');
  const held = [count('c70')];
  await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1));
  // Beside another that waits: each is asked anew, alone.
  held.push(count('c71'));
  expect(await count('c72')).toMatchObject({ count: 1 });
  expect(await count('c73')).toMatchObject({ count: 1 });
  await holder.release();
  expect(await Promise.all(held)).toMatchObject([{ count: 1 }, { count: 1 }]);
});

test('a lock that does not come in time: nothing is done, and who asked is told to come again', async () => {
  const holder = await hold('c75');
  const failed = await count('c75').catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: '55P03' });
  expect(isStorageUnavailable(failed)).toBe(true);
  await holder.release();
  expect(await countOf('c75')).toBe(0);
}, 15_000);

test('in a deadlock with a change of many rows it is the batch that gives way', async () => {
  const other = new pg.Client({ connectionString: database.connectionString() });
  await other.connect();
  await other.query("BEGIN; UPDATE counters SET count = 10 WHERE name = 'c77'");
  const both = [count('c76'), count('c77')];
  await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1));
  // Its batch has c76 by now, and waits for c77.
  await other.query("UPDATE counters SET count = 10 WHERE name = 'c76'");
  await other.query('COMMIT');
  await other.end();
  expect(await Promise.all(both)).toMatchObject([{ count: 11 }, { count: 11 }]);
});

test('whatever language the database speaks, a failure of one is known by its code', async () => {
  const query = vi.spyOn(pool(), 'query').mockImplementationOnce((() => {
    const error = new pg.DatabaseError('Division durch Null', 0, 'error');
    return Promise.reject(Object.assign(error, { severity: 'FEHLER', code: '22012' }));
  }) as never);
  expect(await Promise.all([count('c78'), count('c79')])).toMatchObject([{ count: 1 }, { count: 1 }]);
  expect(query).toHaveBeenCalledTimes(3);
});

test('rows are asked for in the order of their first column, whatever the order of those who ask', async () => {
  const query = vi.spyOn(pool(), 'query');
  await Promise.all(['c83', 'c81', 'c84', 'c80', 'c82'].map((name) => count(name)));
  const [asked] = query.mock.calls[0] as unknown as [{ values: [string] }];
  expect(JSON.parse(asked.values[0]).map(({ name }: { name: string }) => name)).toEqual([
    'c80',
    'c81',
    'c82',
    'c83',
    'c84',
  ]);
});

test('every kind of value comes as it was given', async () => {
  const columns = {
    ...({ hash: 'bytea', flag: 'boolean', number: 'int', word: 'text' } as const),
    ...({ words: 'text[]', at: 'timestamptz', id: 'uuid' } as const),
  };
  const echo = batched<{ n: number }>()('echo', columns, (asked) => `WITH ${asked} SELECT * FROM asked`);
  const given = [
    {
      ...{
        hash: Buffer.from([0, 92, 34, 255]),
        flag: false,
        number: -1,
        word: 'a "quoted" \\ {word}, 🚪\n\u2028',
      },
      ...{
        words: ['', 'a,b', '{"x"}', '\\', 'NULL'],
        at: new Date(1_795_312_710_059),
        id: '019aa0b0-0000-7000-8000-000000000000',
      },
    },
    {
      hash: Buffer.alloc(0),
      flag: true,
      number: 2 ** 31 - 1,
      word: '',
      words: [],
      at: new Date(0),
      id: null,
    },
    { hash: null, flag: null, number: null, word: null, words: null, at: null, id: null },
  ];
  const rows = await Promise.all(given.map((item) => echo(item)));
  for (const [index, row] of rows.entries()) {
    const { n, ...columns } = row!;
    expect(n).toBe(index);
    expect(columns).toEqual(given[index]);
  }
});
