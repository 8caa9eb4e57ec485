import pg from 'pg';
import { resultTypes } from '@/lib/db/result-types';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { onePerProcess, setOnePerProcess } from '@/lib/process';

/** Make the pool that everything shares. Boot calls it; a platform that runs Next.js alone gets one at first use. */
export function createPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    // Storage that does not answer is 503 within seconds, not a request that hangs (I7).
    connectionTimeoutMillis: 3_000,
    query_timeout: 10_000,
    application_name: 'doorcode',
    keepAlive: true,
    types: resultTypes,
  });
  // A connection that breaks while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

export const pool = (): pg.Pool =>
  onePerProcess('pool', () => {
    if (!process.env.DATABASE_URL)
      throw new Error('no database: start the server with npm start, or set DATABASE_URL');
    return createPool(process.env.DATABASE_URL);
  });

export const setPool = (value: pg.Pool): pg.Pool => setOnePerProcess('pool', value);

/**
 * One prepared statement, one round trip. `name` is the statement's own and says what it does; it shows in
 * `pg_prepared_statements`.
 */
export async function runStatement<Row>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  try {
    const result = await pool().query({ name, text, values });
    return result.rows as Row[];
  } catch (error) {
    if (isStorageUnavailable(error)) noteOutage();
    throw error;
  }
}

/** One statement that is put together anew each time, and planned for its very values. */
export async function runPlanned<Row>(text: string, values: unknown[]): Promise<Row[]> {
  try {
    return (await pool().query(text, values)).rows as Row[];
  } catch (error) {
    if (isStorageUnavailable(error)) noteOutage();
    throw error;
  }
}

/** An index is read as it is ordered, and only as far as is asked: no guess of the planner's makes it read and sort it whole. */
const inIndexOrder = `SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;
  SET LOCAL enable_sort = off; SET LOCAL jit = off`;

/**
 * One statement that is put together anew each time, over tables so large that it must read an index in its order: for
 * lists, and what is done to all that is in one.
 */
export async function runOrdered<Row>(
  text: string,
  values: unknown[],
  access: 'READ ONLY' | 'READ WRITE' = 'READ ONLY',
): Promise<Row[]> {
  let client: pg.PoolClient | undefined;
  try {
    client = await pool().connect();
    await client.query(`BEGIN ${access}; ${inIndexOrder}`);
    const { rows } = await client.query(text, values);
    await client.query('COMMIT');
    client.release();
    return rows as Row[];
  } catch (error) {
    if (isStorageUnavailable(error)) noteOutage();
    // A connection in the midst of something is not given to the next one.
    client?.release(true);
    throw error;
  }
}

const outage = (): { lastSeen: number } =>
  onePerProcess('outage', () => ({ lastSeen: Number.NEGATIVE_INFINITY }));

const noteOutage = (): void => {
  outage().lastSeen = performance.now();
};

/** Has a statement failed for want of the storage since then (of `performance.now()`)? A page cannot say so itself. */
export const hadOutageSince = (since: number): boolean => outage().lastSeen >= since;
