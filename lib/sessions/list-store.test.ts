import { beforeAll, describe, expect, test, vi } from 'vitest';
import { pool, runOrdered } from '@/lib/db/pool';
import { countOpenSessions, mostCounted } from '@/lib/sessions/count-store';
import { everything, type ListedState, type SessionFilter, type SessionSort } from '@/lib/sessions/filter';
import { findSessions } from '@/lib/sessions/list-store';
import { withDatabase } from '@/lib/testing/database';
import { later, start } from '@/lib/testing/factories';
import { createManySessions, crowdedNetwork, manyFilters, manyIds } from '@/lib/testing/many-sessions';

/**
 * However many sessions there are and however they lie, a page touches so many pages of 8 KiB and no more, and reads no
 * table of sessions from one end to the other. Plans are asked of PostgreSQL; times are measured by bench/sessions-page.mjs.
 */
const mostPages = 20_000;
const sessions = 120_000;

type Statement = { text: string; values: unknown[] };
const asked: Statement[] = [];
vi.mock('@/lib/db/pool', async (original) => {
  const actual = await original<typeof import('@/lib/db/pool')>();
  const runOrdered: typeof actual.runOrdered = (text, values) => {
    asked.push({ text, values });
    return actual.runOrdered(text, values);
  };
  return { ...actual, runOrdered };
});

withDatabase();
beforeAll(async () => {
  const run = async <Row>(text: string, values: unknown[] = []) =>
    (await pool().query(text, values)).rows as Row[];
  await createManySessions(run, { sessions, people: 20_000, now: start });
  await run('VACUUM ANALYZE sessions, users');
}, 60_000);

/** What a call asked the database. */
async function statementsOf(call: () => Promise<unknown>): Promise<Statement[]> {
  asked.length = 0;
  await call();
  return [...asked];
}

type Plan = Record<string, unknown> & { Plans?: Plan[] };

async function planOf({ text, values }: Statement): Promise<{ pages: number; whole: string[] }> {
  const [row] = await runOrdered<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`,
    values,
  );
  const plan = row!['QUERY PLAN'][0].Plan;
  const every = (one: Plan): Plan[] => [one, ...(one.Plans ?? []).flatMap(every)];
  return {
    pages: Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']),
    whole: every(plan)
      .filter((one) => one['Node Type'] === 'Seq Scan' && one['Relation Name'] === 'sessions')
      .map((one) => JSON.stringify(one)),
  };
}

const states: ListedState[] = ['live', 'ended', 'expired', 'all'];
const sorts: SessionSort[] = ['created', 'used'];
const cursor = { direction: 'after', key: { at: later(-90 * 86_400), id: manyFilters.someId } } as const;

describe.each(Object.entries(manyFilters.of(start)))('%s', (_what, wanted) => {
  test.each(states)('%s', async (state) => {
    const filter: SessionFilter = { ...everything, ...wanted, state };
    const calls = [
      () => countOpenSessions(filter),
      ...sorts.flatMap((sort) =>
        (
          [
            ['descending', null],
            ['descending', cursor],
            ['ascending', null],
          ] as const
        ).map(
          ([direction, from]) =>
            () =>
              findSessions(filter, { sort, direction }, { cursor: from, most: 51, now: start }),
        ),
      ),
    ];
    for (const call of calls)
      for (const statement of await statementsOf(call)) {
        const { pages, whole } = await planOf(statement);
        expect(whole).toEqual([]);
        expect(pages, statement.text).toBeLessThan(mostPages);
      }
  });
});

/** Every page of a list one after the other, and back again. */
async function walk(filter: SessionFilter, sort: SessionSort): Promise<[string[], string[]]> {
  const order = { sort, direction: 'descending' } as const;
  const keyOf = (row: { id: string; createdAt: Date; lastUsedAt: Date }) => ({
    id: row.id,
    at: sort === 'created' ? row.createdAt : row.lastUsedAt,
  });
  const pages: [string[], string[]] = [[], []];
  for (const [index, direction] of (['after', 'before'] as const).entries()) {
    let key = index === 0 ? null : { id: pages[0].at(-1)!, at: lastAt! };
    for (;;) {
      const from = key && { direction, key };
      const { rows, stoppedAt } = await findSessions(filter, order, { cursor: from, most: 40, now: start });
      pages[index]!.push(...rows.map(({ id }) => id));
      const next = stoppedAt ?? (rows.length === 40 ? keyOf(rows.at(-1)!) : null);
      if (index === 0 && rows.length > 0) lastAt = keyOf(rows.at(-1)!).at;
      if (!next) break;
      key = next;
    }
  }
  return pages;
}
let lastAt: Date | undefined;

test.each([
  ['an index decides', { clients: ['small-2'], state: 'all' }],
  ['a few are gathered', { clients: ['half'], networks: ['198.51.7.0/24'], state: 'all' }],
  ['it stops looking, and goes on', { clients: ['half'], organizations: [manyIds.organization(2)] }],
  ['many ranges', { networks: ['198.51.7.0/24', '198.51.9.0/24', '198.51.11.0/24'], state: 'all' }],
] as [string, Partial<SessionFilter>][])(
  'the pages, where %s, hold each session once',
  async (_how, wanted) => {
    const filter = { ...everything, ...wanted };
    const conditions = [
      filter.clients && `client_id = ANY('{${filter.clients}}')`,
      filter.organizations && `organization_id = ANY('{${filter.organizations}}')`,
      filter.networks && `network = ANY('{${filter.networks}}')`,
      filter.state !== 'all' && `phase = '${filter.state === 'live' ? 'open' : filter.state}'`,
    ].filter(Boolean);
    for (const [sort, time] of [
      ['created', 'created_at'],
      ['used', 'last_used_at'],
    ] as const) {
      const { rows } = await pool().query<{ id: string }>(
        `SELECT id FROM sessions WHERE ${conditions.join(' AND ')} ORDER BY ${time} DESC, id DESC`,
      );
      const expected = rows.map(({ id }) => id);
      const [forth, back] = await walk(filter, sort);
      expect(expected.length).toBeGreaterThan(45);
      expect(forth).toEqual(expected);
      expect(back.reverse()).toEqual(expected.slice(0, -1));
    }
  },
);

test('where it stopped looking is no session’s whole id, which may be anybody’s', async () => {
  const order = { sort: 'created', direction: 'descending' } as const;
  const filter = { ...everything, clients: ['long-unused'], networks: [crowdedNetwork] };
  const { stoppedAt } = await findSessions(filter, order, { cursor: null, most: 40, now: start });
  expect(stoppedAt!.id.slice(19)).toBe('ffff-ffffffffffff');
});

test('what nobody has ended is counted, and no further than is quick', async () => {
  const count = (wanted: Partial<SessionFilter>) => countOpenSessions({ ...everything, ...wanted });
  const open = async (condition: string) => {
    const { rows } = await pool().query(
      `SELECT count(*)::int AS n FROM sessions WHERE phase = 'open' AND ${condition}`,
    );
    return rows[0].n as number;
  };
  expect(await count({ clients: ['small-2'] })).toEqual({
    count: await open("client_id = 'small-2'"),
    isExact: true,
  });
  expect(await count({ clients: ['small-2'], networks: [crowdedNetwork] })).toEqual({
    count: await open(`client_id = 'small-2' AND network = '${crowdedNetwork}'`),
    isExact: true,
  });
  expect(await count({})).toEqual({ count: mostCounted, isExact: false });
  expect(await count({ clients: [] })).toEqual({ count: 0, isExact: true });
  const some = await count({ clients: ['half'], organizations: [manyIds.organization(1)] });
  expect(some.isExact).toBe(false);
  expect(some.count).toBeLessThanOrEqual(
    await open(`client_id = 'half' AND organization_id = '${manyIds.organization(1)}'`),
  );
});
