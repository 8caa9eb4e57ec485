/* NOTIFY takes one lock of the whole server at each commit: how many decisions a second does that allow? */
import pg from 'pg';
import { loginsOf } from './logins.mjs';
import { each, head, line } from './print.mjs';

const count = 4_000;
const connections = 8;

export async function measureNotify(database) {
  const { query, connectionString } = database;
  const logins = loginsOf(database);
  head(`decisions a second, ${connections} at a time`, ['a second', 'heard']);
  const run = async (name, listeners) => {
    const made = logins.fresh(count).map((login) => ({ ...login, index: login.index * 7 }));
    await each(made, connections, logins.request);
    let heard = 0;
    const ears = await Promise.all(
      Array.from({ length: listeners }, async () => {
        const client = new pg.Client({ connectionString });
        client.on('notification', () => heard++);
        await client.connect();
        await client.query('LISTEN doorcode_grants');
        return client;
      }),
    );
    const began = performance.now();
    await each(made, connections, logins.decide);
    const seconds = (performance.now() - began) / 1000;
    for (const client of ears) {
      await client.query('SELECT');
      await client.end();
    }
    line(name, [Math.round(count / seconds), heard]);
  };
  await run('(to warm up)', 0);
  await query('ALTER TABLE device_grants DISABLE TRIGGER device_grant_decided');
  await run('without NOTIFY', 0);
  await query('ALTER TABLE device_grants ENABLE TRIGGER device_grant_decided');
  for (const listeners of [0, 1, 3]) await run(`with NOTIFY, ${listeners} listeners`, listeners);
}
