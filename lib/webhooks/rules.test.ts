import { describe, expect, test } from 'vitest';
import {
  checkUrl,
  decideDelivery,
  hasFailedTooLong,
  isWanted,
  mostAttempts,
  retrySeconds,
} from '@/lib/webhooks/rules';

test.each([
  ['https://hooks.example.com/in?x=1', { url: 'https://hooks.example.com/in?x=1' }],
  ['HTTPS://Hooks.Example.com', { url: 'https://hooks.example.com/' }],
  ['http://localhost:8080/in', { url: 'http://localhost:8080/in' }],
  ['http://127.0.0.2/in', { url: 'http://127.0.0.2/in' }],
  ['http://[::1]:9/in', { url: 'http://[::1]:9/in' }],
  ['http://hooks.example.com/', { problem: 'insecure' }],
  ['http://localhost.evil.example/', { problem: 'insecure' }],
  ['https://user:pass@hooks.example.com/', { problem: 'credentials' }],
  ['https://user@hooks.example.com/', { problem: 'credentials' }],
  ['https://hooks.example.com/#x', { problem: 'fragment' }],
  ['ftp://hooks.example.com/', { problem: 'unreadable' }],
  ['javascript:alert(1)', { problem: 'unreadable' }],
  ['hooks.example.com', { problem: 'unreadable' }],
  ['', { problem: 'unreadable' }],
  [`https://hooks.example.com/${'x'.repeat(2_000)}`, { problem: 'unreadable' }],
])('a webhook to %s', (typed, expected) => {
  expect(checkUrl(typed)).toEqual(expected);
});

test.each([
  [[], 'client.created', true],
  [['session.'], 'session.revoked', true],
  [['session.'], 'sessions.revoked', false],
  [['device.', 'factor'], 'factors.reset', true],
  [['device.'], 'client.created', false],
])('who asks for %j is told of %s: %s', (events, action, expected) => {
  expect(isWanted(events, action)).toBe(expected);
});

describe('back-off', () => {
  test('grows threefold to half a day, over about three days', () => {
    const waits = Array.from({ length: mostAttempts - 1 }, (_, at) => retrySeconds(at + 1, 0.5));
    expect(waits).toEqual([
      ...[10, 30, 90, 270, 810, 2_430, 7_290, 21_870],
      ...[43_200, 43_200, 43_200, 43_200, 43_200],
    ]);
    const days = waits.reduce<number>((sum, wait) => sum + wait!, 0) / 86_400;
    expect(days).toBeGreaterThan(2.8);
    expect(days).toBeLessThan(3.2);
  });
  test.each([
    [1, 0, 8],
    [1, 1, 12],
    [13, 0, 34_560],
    [13, 1, 51_840],
    [14, 0.5, null],
  ])('after %i tries and by chance %d: %s', (attempts, chance, expected) => {
    expect(retrySeconds(attempts, chance)).toBe(expected);
  });
});

test.each([
  [200, 1, { state: 'delivered' }],
  [204, 14, { state: 'delivered' }],
  [410, 1, { state: 'gone' }],
  [301, 1, { state: 'retry', seconds: 10 }],
  [404, 2, { state: 'retry', seconds: 30 }],
  [500, 14, { state: 'given_up' }],
  [null, 3, { state: 'retry', seconds: 90 }],
])('an answer of %s at try %i', (status, attempts, expected) => {
  expect(decideDelivery({ status, error: null }, attempts, 0.5)).toEqual(expected);
});

test('five days of nothing are too long', () => {
  const now = new Date('2026-01-10T00:00:00Z');
  expect(hasFailedTooLong(null, now)).toBe(false);
  expect(hasFailedTooLong(new Date('2026-01-05T00:00:01Z'), now)).toBe(false);
  expect(hasFailedTooLong(new Date('2026-01-05T00:00:00Z'), now)).toBe(true);
});
