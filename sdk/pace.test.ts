import { expect, test } from 'vitest';
import { delaySeconds, nextPace, type Pace } from './pace.js';

const start: Pace = { intervalSeconds: 5, failures: 0 };
const slowDown = (intervalSeconds?: number) => ({ kind: 'slow_down', intervalSeconds }) as const;
const noAnswer = (retryAfterSeconds?: number) => ({ kind: 'no_answer', retryAfterSeconds }) as const;
const pending = { kind: 'authorization_pending' } as const;

test('each slow_down adds five seconds, and they stay', () => {
  let pace = start;
  const delays = [slowDown(), pending, slowDown(), slowDown(), pending].map((answer) => {
    pace = nextPace(pace, answer);
    return delaySeconds(pace);
  });
  expect(delays).toEqual([10, 10, 15, 20, 20]);
});

test('a longer interval that comes with slow_down is taken, a shorter one never', () => {
  expect(nextPace(start, slowDown(30)).intervalSeconds).toBe(30);
  expect(nextPace(start, slowDown(1)).intervalSeconds).toBe(10);
});

test('each failure doubles the wait up to a minute, and an answer ends that', () => {
  let pace = start;
  const delays = Array.from({ length: 6 }, () => {
    pace = nextPace(pace, noAnswer());
    return delaySeconds(pace);
  });
  expect(delays).toEqual([10, 20, 40, 60, 60, 60]);
  expect(delaySeconds(nextPace(pace, pending))).toBe(5);
});

test('a failure after slow_down never makes the client faster', () => {
  const slow = nextPace(start, slowDown(300));
  expect(delaySeconds(nextPace(slow, noAnswer()))).toBe(300);
});

test('Retry-After is waited for once', () => {
  const pace = nextPace(start, noAnswer(90));
  expect(delaySeconds(pace)).toBe(90);
  expect(delaySeconds(nextPace(pace, noAnswer()))).toBe(20);
});
