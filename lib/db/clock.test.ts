import { afterEach, expect, test } from 'vitest';
import { databaseClock } from '@/lib/db/clock';
import { createPool, pool, setPool } from '@/lib/db/pool';
import { withDatabase } from '@/lib/testing/database';

const { connectionString } = withDatabase();
afterEach(() => pool().end());

test('it is PostgreSQL’s own clock, whatever somebody has called now()', async () => {
  await pool().query(
    "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT '2001-01-01'::timestamptz $$",
  );
  await pool().end();
  const address = new URL(connectionString());
  address.searchParams.set('options', '-c search_path=public,pg_catalog');
  setPool(createPool(address.href));
  const { rows } = await pool().query('SELECT now()');
  expect(rows[0].now.getUTCFullYear()).toBe(2001);
  expect(Math.abs((await databaseClock()).getTime() - Date.now())).toBeLessThan(60_000);
});
