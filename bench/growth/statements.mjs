/* Each hot statement, one at a time: how long, and how many pages it looks at, by which indexes. */
import pg from 'pg';
import { explain } from './explain.mjs';
import { loginsOf } from './logins.mjs';
import { head, line, ms, percentile, timed } from './print.mjs';

const count = 1_000;
const explained = 5;
const waiters = 10_000;

export async function measureStatements(database) {
  const logins = loginsOf(database);
  const made = logins.fresh(count + explained);
  const [each, some] = [made.slice(0, count), made.slice(count)];
  const waiting = logins.fresh(waiters);
  for (const login of waiting) await logins.request({ ...login, index: login.index * 7 });

  const figures = [];
  const measure = async (name, items, work, others = some) => {
    const plan = await explain(
      database,
      others.map((item) => () => work(item)),
    );
    const times = [];
    for (const item of items) {
      let answer = null;
      times.push(
        await timed(async () => {
          answer = await work(item);
        }),
      );
      if (!answer) throw new Error(`${name} did nothing`);
    }
    figures.push([name, times, plan]);
  };
  const all = async (work) => {
    for (const login of some) await work(login);
  };
  await measure('insert_device_grant', each, logins.request);
  await all(logins.request);
  await measure('find_polled_grant', each, logins.poll);
  await measure('decide_device_grant', each, logins.decide);
  await all(logins.decide);
  await measure('claim_device_grant', each, logins.redeem);
  await all(logins.redeem);
  const used = await logins.inUse(count + explained, made);
  const [theirs, others] = [used.slice(0, count), used.slice(count)];
  await measure('find_shown_token, with last_used_at', theirs, logins.introspect, others);
  await measure('find_shown_token', theirs, logins.introspect, theirs.slice(0, explained));
  await measure('rotate_refresh_token', theirs, logins.refresh, others);
  const codes = waiting.map(({ code }) => code);
  await measure('find_decided, 10,000 waiters', Array(10).fill(codes), logins.sweep, [codes]);

  head(`${database.name}: one at a time`, ['p50 ms', 'p95 ms', 'pages']);
  for (const [name, times, { pages, indexes }] of figures)
    line(name, [ms(percentile(times, 0.5)), ms(percentile(times, 0.95)), pages], indexes.join(' '));
  await floor(database);
}

/** What a commit costs here, and a round trip: the least that any of these can take. */
async function floor({ connectionString }) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS commits (n int)');
  const times = async (text) => {
    const all = [];
    for (let round = 0; round < 500; round++) all.push(await timed(() => client.query({ name: text, text })));
    return [ms(percentile(all, 0.5)), ms(percentile(all, 0.95))];
  };
  line('(a round trip)', await times('SELECT 1'));
  line('(a commit of one row)', await times('INSERT INTO commits VALUES (1)'));
  await client.query('DROP TABLE commits');
  await client.end();
}
