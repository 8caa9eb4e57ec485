/* What a login costs the database while its person takes their time: one device waits, and nothing else happens. */
import { withClient } from '../lib/postgres.mjs';
import { waitForTokens } from './device.mjs';
import { pause, withNodes } from './nodes.mjs';

/** What a node does by itself, every few seconds and every minute, is seen within this, before the device comes. */
const idleMs = 65_000;

/** `postgres` must have pg_stat_statements loaded. Counts what was never run while nothing was asked. */
export const waitingCost = (postgres, minutes) =>
  withNodes(postgres, 1, async ([node], url) =>
    withClient(url, async (client) => {
      await client.query('CREATE EXTENSION pg_stat_statements');
      await pause(idleMs);
      const own = new Set((await statements(client)).map((one) => one.id));
      const [deviceCode] = await node.issue(1);
      // What follows a device request by itself, such as the sealing of its audit row.
      await pause(5_000);
      await client.query('SELECT pg_stat_statements_reset()');
      const until = performance.now() + minutes * 60_000;
      const isEnough = () => performance.now() > until;
      const { polls } = await waitForTokens(node.token, { deviceCode, index: 0, isEnough });
      const caused = (await statements(client)).filter((one) => !own.has(one.id));
      for (const { query, calls } of caused) console.log(`  ${calls} × ${query}`);
      return {
        minutes,
        ...{ polls_that_waited: polls.held, polls_that_did_not: polls.plain },
        statements: caused.reduce((sum, one) => sum + one.calls, 0),
      };
    }),
  );

const statements = async (client) =>
  (
    await client.query(
      `SELECT queryid AS id, left(regexp_replace(query, '\\s+', ' ', 'g'), 100) AS query, calls::int
         FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND query NOT LIKE '%pg_stat_statements%'`,
    )
  ).rows;
