import { expect, test } from 'vitest';
import { readWait } from '@/lib/oauth/prefer';

/** RFC 7240 §2 and §4.3: how long a poll would wait, in seconds. */
const table: [prefer: string | null, seconds: number | null][] = [
  [null, null],
  ['', null],
  ['wait=25', 25],
  ['wait=1', 1],
  ['wait=26', 25],
  ['wait=1000000000', 25],
  [`wait=${'9'.repeat(400)}`, 25],
  ['wait=007', 7],
  ['wait="10"', 10],
  ['Wait=10', 10],
  ['WAIT = 10', 10],
  ['  wait=10  ', 10],
  ['wait=10; foo=bar', 10],
  ['wait=10;foo', 10],
  ['respond-async, wait=10', 10],
  ['return=minimal; wait=9, wait=10', 10],
  ['respond-async,wait=10,handling=lenient', 10],
  // Of several the first counts.
  ['wait=10, wait=20', 10],
  ['wait=x, wait=20', null],
  ['wait', null],
  ['wait=', null],
  ['wait=0', null],
  ['wait=-1', null],
  ['wait=1.5', null],
  ['wait=1e9', null],
  ['wait=0x10', null],
  ['wait=ten', null],
  ['wait=٣', null],
  ['waiting=10', null],
  ['x-wait=10', null],
  [',,;=,wait=10', 10],
  [`${','.repeat(5_000)}wait=10`, 10],
];

test.each(table)('%j is %j', (prefer, seconds) => {
  const headers = { get: () => prefer, has: () => prefer !== null };
  const request = { method: 'POST', url: 'http://localhost/', headers, body: null, bodyUsed: false };
  expect(readWait({ ...request, signal: AbortSignal.timeout(60_000) })).toBe(seconds);
});
