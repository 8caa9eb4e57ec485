import { describe, expect, test } from 'vitest';
import { chooseSigningKey, decideNextKey, findReplacedKeys } from '@/lib/keys/rules';
import { later, start } from '@/lib/testing/factories';

const day = 86_400;
const key = (id: string, seconds: number, algorithm = 'ES256') => ({
  id,
  algorithm,
  signsFrom: later(seconds),
});

describe('which key signs', () => {
  const keys = [key('old', 0), key('now', 100), key('next', 200), key('other', 150, 'RS256')];
  test.each([
    [-1, 'old'],
    [0, 'old'],
    [99, 'old'],
    [100, 'now'],
    [199, 'now'],
    [200, 'next'],
  ])('after %i seconds: %s', (seconds, id) => {
    expect(chooseSigningKey(keys, 'ES256', later(seconds))?.id).toBe(id);
  });

  test('two of one moment: every node takes the same', () => {
    const twins = [key('b', 0), key('a', 0)];
    expect(chooseSigningKey(twins, 'ES256', start)?.id).toBe('a');
    expect(chooseSigningKey(twins.toReversed(), 'ES256', start)?.id).toBe('a');
  });
});

describe('when the next key is made, every 30 days', () => {
  const next = (keys: ReturnType<typeof key>[], seconds: number) =>
    decideNextKey(keys, 'ES256', later(seconds), 30 * day);
  test('there is none: at once, to sign at once', () => {
    expect(next([key('x', 0, 'RS256')], 5)).toEqual(later(5));
  });
  test('a day ahead, to sign when the 30 days are over', () => {
    expect(next([key('a', 0)], 29 * day - 1)).toBeNull();
    expect(next([key('a', 0)], 29 * day)).toEqual(later(30 * day));
    expect(next([key('a', 0), key('b', 30 * day)], 29 * day)).toBeNull();
  });
  test('late, since no node was up: still published for ten minutes first', () => {
    expect(next([key('a', 0)], 40 * day)).toEqual(later(40 * day + 600));
  });
});

test('a key is replaced a minute after the next one of its algorithm signs', () => {
  const keys = [key('a', 0), key('b', 100), key('c', 200), key('r', 0, 'RS256')];
  expect(findReplacedKeys(keys, later(159))).toEqual([]);
  expect(findReplacedKeys(keys, later(160))).toEqual([{ id: 'a', lastSignedAt: later(160) }]);
  expect(findReplacedKeys(keys, later(260)).map(({ id }) => id)).toEqual(['a', 'b']);
});
