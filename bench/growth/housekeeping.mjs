/* The housekeeping, while people sign in: how long it takes, its longest statement, and whether redemptions feel it. */
import { caught, explainOne } from './explain.mjs';
import { loginsOf } from './logins.mjs';
import { each, head, line, ms, percentile, say, timed } from './print.mjs';

/** 10,000 logins a minute. */
const perSecond = 167;

export async function measureHousekeeping(database) {
  const { query, lib, now, pool } = database;
  const logins = loginsOf(database);
  const ready = logins.fresh(perSecond * 120).map((login) => ({ ...login, index: login.index * 7 }));
  await each(ready, 8, logins.request);
  await each(ready, 8, logins.decide);
  await query('CHECKPOINT');

  head('redemptions meanwhile, 167 a second', ['done', 'p50 ms', 'p99 ms', 'max ms']);
  const during = async (name, work) => {
    const [times, pending] = [[], []];
    let isOver = false;
    const load = (async () => {
      for (const start = performance.now(); !isOver; ) {
        const due = ((performance.now() - start) / 1000) * perSecond;
        while (pending.length < due && ready.length > 0) {
          const login = ready.pop();
          pending.push(timed(() => logins.redeem(login)).then((took) => times.push(took)));
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await Promise.all(pending);
    })();
    const took = await timed(work);
    isOver = true;
    await load;
    line(
      name,
      [times.length, ms(percentile(times, 0.5)), ms(percentile(times, 0.99)), ms(percentile(times, 1))],
      `${(took / 1000).toFixed(1)} s`,
    );
  };
  await during('(nothing else)', () => new Promise((resolve) => setTimeout(resolve, 5_000)));
  const statements = watch(pool);
  await during('purge', () => lib.purge(now));
  await during('purge, with nothing to do', () => lib.purge(now));
  await during('ending expired sessions', () => lib.endExpiredSessions(now));
  await during('counting the grants of two hours', () =>
    lib.recountGrants(new Date(now.getTime() - 7_200_000), now),
  );

  head('its statements', ['times', 'rows', 'in all s', 'longest ms']);
  for (const [name, all] of statements)
    line(name, [
      all.length,
      all.reduce((sum, { rows }) => sum + rows, 0),
      (all.reduce((sum, { took }) => sum + took, 0) / 1000).toFixed(1),
      ms(Math.max(...all.map(({ took }) => took))),
    ]);
  head('with nothing to do', ['ms', 'pages']);
  for (const asked of await caught(database, () => lib.purge(now)))
    if (/user_codes|grants|tokens/.test(asked.name)) {
      const { took, pages, indexes } = await explainOne(database, asked);
      line(asked.name, [ms(took), pages], indexes.join(' '));
    }
  for (const table of ['access_tokens', 'device_grants', 'sessions']) {
    const took = await timed(() => query(`VACUUM ${table}`).catch(() => {}));
    say(`VACUUM ${table}: ${(took / 1000).toFixed(1)} s`);
  }
}

function watch(pool) {
  const seen = new Map();
  const query = pool.query.bind(pool);
  pool.query = async (...given) => {
    const before = performance.now();
    const result = await query(...given);
    const name = given[0]?.name ?? '';
    if (/^(purge|end_|recount)/.test(name))
      seen.set(name, [
        ...(seen.get(name) ?? []),
        { took: performance.now() - before, rows: result.rowCount ?? 0 },
      ]);
    return result;
  };
  return seen;
}
