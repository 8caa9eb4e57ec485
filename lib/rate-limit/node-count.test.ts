import { beforeEach, expect, test } from 'vitest';
import { clearOnePerProcess, onePerProcess } from '@/lib/process';
import { limits } from '@/lib/rate-limit/limits';
import { countOnNode } from '@/lib/rate-limit/node-count';

const name = 'unknown-device-code';
const { points, seconds } = limits[name];
beforeEach(() => clearOnePerProcess(`counts:${name}`));

const count = (subject: string, atSeconds: number) => countOnNode(name, subject, atSeconds * 1000);
function countAll(subject: string, atSeconds: number): void {
  for (let used = 0; used < points; used++) expect(count(subject, atSeconds)).toBeNull();
}

test('so many within a window that begins with the first, and then the seconds that are left of it', () => {
  countAll('a', 100);
  expect(count('a', 100)).toBe(seconds);
  expect(count('a', 100 + seconds - 10.5)).toBe(11);
  expect(count('a', 100 + seconds - 0.001)).toBe(1);
  expect(count('a', 100 + seconds)).toBeNull();
});

test('the next window has all of its own, however often was asked in the last', () => {
  countAll('a', 0);
  for (let more = 0; more < points; more++) expect(count('a', 1)).not.toBeNull();
  countAll('a', seconds);
  expect(count('a', seconds)).toBe(seconds);
});

test('each subject and each limit is counted by itself', () => {
  countAll('a', 0);
  expect(count('a', 0)).not.toBeNull();
  expect(count('b', 0)).toBeNull();
  expect(countOnNode('device-request', 'a', 0)).toBeNull();
  clearOnePerProcess('counts:device-request');
});

test('as many subjects as there is room for: the ones that came first are forgotten first', () => {
  for (const early of ['first', 'second']) {
    countAll(early, 0);
    expect(count(early, 0)).not.toBeNull();
  }
  for (let subject = 0; subject < 99_999; subject++) count(`subject ${subject}`, 0);
  const counts = onePerProcess(`counts:${name}`, () => new Map());
  expect([counts.size, counts.has('first'), counts.has('second')]).toEqual([100_000, false, true]);
  expect(count('second', 0)).not.toBeNull();
  expect(count('first', 0)).toBeNull();
  expect(counts.size).toBe(100_000);
});
