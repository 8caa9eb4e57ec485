/* node bench/sessions-page.mjs [SESSIONS]: how long the lists of administrators take with very many sessions, badly spread. */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { loadProject, root } from './lib/project.mjs';

const sessions = Number(process.argv[2] ?? 1_000_000);
const [rounds, people, mostMs] = [5, Math.max(1_000, sessions), 100];
const now = new Date('2026-01-01T12:00:00Z');
const started = performance.now();
const say = (line) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);

const lib =
  await loadProject(`export { startEmbedded } from './lib/db/embedded'; export { migrate } from './lib/db/migrate';
  export { createPool, setPool } from './lib/db/pool'; export { everything } from './lib/sessions/filter';
  export { findSessions } from './lib/sessions/list-store'; export { countOpenSessions } from './lib/sessions/count-store';
  export { findPeopleBeginning } from './lib/sessions/names-store'; export { findPeople } from './lib/accounts/people-store';
  export { createManySessions, manyFilters, manyIds } from './lib/testing/many-sessions';`);
const dataDir = await mkdtemp(path.join(tmpdir(), 'doorcode-bench-'));
const server = await lib.startEmbedded({ dataDir, log: () => {} });
try {
  await lib.migrate({
    connectionString: server.connectionString,
    directory: path.join(root, 'prisma/migrations'),
    log: () => {},
  });
  await seed();
  const pool = lib.setPool(lib.createPool(server.connectionString));
  const slow = [...(await measurePages()), ...(await measurePeople())];
  await measureRefresh(pool);
  await pool.end();
  console.log(
    slow.length === 0
      ? `\nEvery query stayed under ${mostMs} ms.`
      : `\nOver ${mostMs} ms: ${slow.join('; ')}`,
  );
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function seed() {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  const run = async (text, values = []) => (await client.query(text, values)).rows;
  say(`making ${sessions.toLocaleString('en')} sessions of ${people.toLocaleString('en')} people …`);
  await lib.createManySessions(run, { sessions, people, now });
  await run('VACUUM ANALYZE');
  const [{ size, indexes }] = await run(
    "SELECT pg_size_pretty(pg_table_size('sessions')) AS size, pg_size_pretty(pg_indexes_size('sessions')) AS indexes",
  );
  say(`the table takes ${size}, its indexes ${indexes}; ${cpus().length} cores, Node ${process.version}`);
  await client.end();
}

/** Each filter, in every state and order, first page and one far down: the slowest of each line, by what it did. */
async function measurePages() {
  const far = {
    direction: 'after',
    key: { at: new Date(now.getTime() - 90 * 86_400_000), id: lib.manyFilters.someId },
  };
  const over = [];
  head('a page of /admin/sessions, all states and orders');
  for (const [name, wanted] of Object.entries(lib.manyFilters.of(now))) {
    const pages = [];
    const counts = [];
    for (const state of ['live', 'ended', 'expired', 'all']) {
      const filter = { ...lib.everything, ...wanted, state };
      for (const sort of ['created', 'used'])
        for (const direction of ['descending', 'ascending'])
          for (const cursor of [null, far])
            for (let round = 0; round < rounds; round++)
              pages.push(
                await timed(() => lib.findSessions(filter, { sort, direction }, { cursor, most: 51, now })),
              );
      for (let round = 0; round < rounds; round++)
        counts.push(await timed(() => lib.countOpenSessions(filter)));
    }
    if (line(name, pages)) over.push(name);
    if (line('  counted, to be revoked', counts)) over.push(`${name}, counted`);
  }
  return over;
}

async function measurePeople() {
  const over = [];
  const organization = [lib.manyIds.organization(3)];
  head('finding people by the beginning of address or name');
  for (const [name, within, typed] of [
    ['a whole address', null, 'grace.77@example.com'],
    ['one letter', null, 'a'],
    ['a first name', null, 'grace'],
    ['a name and a number', null, 'Grace Hopper 1234'],
    ['nobody', null, 'zz'],
    ['one letter, of a small organization', organization, 'a'],
    ['nobody, of a small organization', organization, 'zz'],
  ])
    if (line(name, await times(() => lib.findPeopleBeginning(within, typed, 51))))
      over.push(`people: ${name}`);
  const any = { search: '', role: null, state: null, organizations: null };
  head('a page of /admin/users (no bound is promised)');
  for (const [name, filter] of [
    ['everybody', any],
    ['“lovelace”', { ...any, search: 'lovelace' }],
    ['“example.com”, which all have', { ...any, search: 'example.com' }],
    ['“grace.777”', { ...any, search: 'grace.777' }],
    ['“zz”, which nobody has', { ...any, search: 'zz' }],
    ['administrators', { ...any, role: 'admin' }],
    ['disabled', { ...any, state: 'disabled' }],
    ['members of a small organization', { ...any, organizations: organization }],
  ])
    line(name, await times(() => lib.findPeople(null, filter, { cursor: null, most: 51 })));
  return over;
}

/** What a refresh pays for the indexes: the update of `last_used_at`, with them and without those of lists. */
async function measureRefresh(pool) {
  const { rows } = await pool.query(
    "SELECT id FROM sessions WHERE phase = 'open' ORDER BY md5(id::text) LIMIT 2000",
  );
  const update = async () => {
    const all = [];
    for (const { id } of rows)
      all.push(
        await timed(() =>
          pool.query({
            name: 'touch',
            text: "UPDATE sessions SET last_used_at = last_used_at + interval '1 s' WHERE id = $1",
            values: [id],
          }),
        ),
      );
    return all;
  };
  head('the update of last_used_at, as a refresh does it');
  await update();
  line('with all indexes', await update());
  const { rows: indexes } = await pool.query(
    "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'sessions'::regclass AND NOT indisunique",
  );
  for (const { name } of indexes) await pool.query(`DROP INDEX ${name}`);
  await update();
  line('with none but those of keys', await update());
}

async function times(work) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await timed(work));
  return all;
}

async function timed(work) {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function head(what) {
  console.log(`\n${what.padEnd(62)}     p50     p95     max   ms`);
}

/** Prints it; true when it took too long. */
function line(name, all) {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  const figures = [at(0.5), at(0.95), sorted.at(-1)].map((ms) => ms.toFixed(1).padStart(8));
  console.log(`${name.padEnd(62)}${figures.join('')}`);
  return sorted.at(-1) > mostMs;
}
