import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedError } from './error';
import { isAlive } from './postmaster-file';

/** "door", as an advisory lock of the database doorcode. */
const KEY = 0x646f6f72;
/** How long the connection of a killed server may linger. */
const LINGER_MS = 3_000;

/**
 * One server per cluster: the lock lives as long as the connection that is answered.
 * Throws EmbeddedError, naming the other server's process, when it is taken.
 */
export async function takeServerLock(connectionString: string, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: `doorcode-server pid=${process.pid}`,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {}); // 'end' follows, and is what the owner listens to
  try {
    await client.connect();
    const deadline = Date.now() + LINGER_MS;
    for (;;) {
      const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS got', [KEY]);
      if (rows[0]?.got) return client;
      const holder = await findHolder(client);
      if ((holder !== null && isAlive(holder)) || Date.now() > deadline) {
        throw new EmbeddedError(
          `Another Doorcode (process ${holder ?? 'unknown'}) already runs on ${dataDir}: stop it first, or set DATA_DIR to another directory.`,
        );
      }
      await delay(50);
    }
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function findHolder(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = $1
        AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [KEY],
  );
  const pid = /^doorcode-server pid=(\d+)$/.exec(rows[0]?.name ?? '')?.[1];
  return pid === undefined ? null : Number(pid);
}
