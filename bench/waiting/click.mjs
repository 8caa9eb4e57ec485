/* From the click to the token: 1,000 devices wait on two nodes, and one after the other is allowed. */
import { percentile } from '../lib/numbers.mjs';
import { withClient } from '../lib/postgres.mjs';
import { allow } from '../targets/doorcode-seed.mjs';
import { waitForTokens } from './device.mjs';
import { pause, withNodes } from './nodes.mjs';

const [devices, perSecond] = [1_000, 50];

/** Timed from just before the statement that decides, which a connection of our own runs, to the last byte of the tokens. */
export const click = (postgres) =>
  withNodes(postgres, 2, async (nodes, url) => {
    const half = devices / 2;
    const codes = (await Promise.all(nodes.map((node) => node.issue(half)))).flat();
    // Of the devices of each node half wait on the other one.
    const waiting = codes.map((deviceCode, index) => {
      const place = index % 2;
      const tokens = waitForTokens(nodes[place].token, { deviceCode, index });
      tokens.catch(() => {}); // read below
      return { deviceCode, place, tokens };
    });
    await pause(2_000);
    await withClient(url, (client) => decide(client, waiting));
    const delays = [[], []];
    const polls = { held: 0, plain: 0, broken: 0 };
    for (const { place, tokens, decidedAt } of waiting) {
      const got = await tokens;
      delays[place].push(got.at - decidedAt);
      polls.held += got.polls.held;
      polls.plain += got.polls.plain;
      polls.broken += got.polls.broken;
    }
    const [first, second] = delays;
    return {
      ...{ devices, decisions_per_second: perSecond },
      ...{ first_p50_ms: percentile(first, 0.5), first_p99_ms: percentile(first, 0.99) },
      ...{ second_p50_ms: percentile(second, 0.5), second_p99_ms: percentile(second, 0.99) },
      max_ms: Math.max(...first, ...second),
      ...{ polls_that_waited: polls.held, polls_that_did_not: polls.plain },
      connections_broken: polls.broken,
    };
  });

/** At a steady pace; in an order that mixes the nodes and whoever came first. */
async function decide(client, waiting) {
  const order = waiting.toSorted((a, b) => (a.deviceCode < b.deviceCode ? -1 : 1));
  const began = performance.now();
  for (const [place, one] of order.entries()) {
    await pause(began + (place * 1_000) / perSecond - performance.now());
    one.decidedAt = performance.now();
    await allow(client, [one.deviceCode]);
  }
}
