import { setTimeout as wait } from 'node:timers/promises';
import { findNewestId, findWriters } from '@/lib/audit/settle-store';

/** How long one run waits for writers that are at work: then the next run does. */
const polls = 20;
const pollMs = 25;

/**
 * Up to which id the rows are settled: no row with such an id will come any more. Ids come from a sequence, before the
 * commit, so they appear out of order. Whoever has drawn an id up to the newest that is seen held the lock of an INSERT
 * before that, and holds it until its end: once each holder of now has ended, every id is a row that is seen, or was
 * rolled back. Nobody is held up. Null: somebody is writing still.
 */
export async function findSettledId(): Promise<bigint | null> {
  const newest = await findNewestId();
  // In this order: whoever begins after the newest id was read draws a later one.
  let writers = await findWriters();
  for (let poll = 0; writers.length > 0 && poll < polls; poll++) {
    await wait(pollMs);
    writers = await findWriters(writers);
  }
  return writers.length === 0 ? newest : null;
}
