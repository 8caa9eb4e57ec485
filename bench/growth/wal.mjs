/* What a login and a refresh write: bytes of WAL, right after a checkpoint and later, and how many updates were HOT. */
import { loginsOf } from './logins.mjs';
import { each, head, line, say } from './print.mjs';

const count = 5_000;

export async function measureWal(database, compression = 'off') {
  const { query, name } = database;
  await query(`ALTER SYSTEM SET wal_compression = ${compression}`);
  await query('SELECT pg_reload_conf()');
  const logins = loginsOf(database);
  const position = async () => Number((await query("SELECT pg_current_wal_lsn() - '0/0' AS at"))[0].at);
  const hot = async () =>
    Object.fromEntries(
      (
        await query('SELECT relname, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE n_tup_upd > 0')
      ).map((one) => [one.relname, [Number(one.n_tup_upd), Number(one.n_tup_hot_upd)]]),
    );
  head(`${name}: WAL, bytes each, wal_compression ${compression}`, ['first', 'second', 'third', 'a second']);
  const figures = new Map();
  for (let round = 0; round < 3; round++) {
    if (round === 0) await query('CHECKPOINT');
    const made = logins.fresh(count).map((login) => ({ ...login, index: login.index * 7 }));
    const step = async (what, items, work) => {
      const [before, began] = [await position(), performance.now()];
      await each(items, 8, work);
      const seconds = (performance.now() - began) / 1000;
      figures.set(what, [
        ...(figures.get(what) ?? []),
        {
          bytes: Math.round(((await position()) - before) / items.length),
          rate: Math.round(items.length / seconds),
        },
      ]);
    };
    await step('device request', made, logins.request);
    await step('decision', made, logins.decide);
    await step('redemption', made, logins.redeem);
    await step('refresh', await logins.inUse(count, made), logins.refresh);
  }
  for (const [what, rounds] of figures) line(what, [...rounds.map(({ bytes }) => bytes), rounds.at(-1).rate]);
  await query('SELECT pg_stat_force_next_flush()');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const [table, [updates, were]] of Object.entries(await hot()))
    say(`${table}: ${updates} updates, ${were} of them HOT`);
}
