import { expect, test } from 'vitest';
import { inTurn } from '@/lib/device/turns';

test('thirty at a time, in their order, whether they succeed or fail', async () => {
  let busy = 0;
  let most = 0;
  const order: number[] = [];
  const work = async (n: number) => {
    order.push(n);
    most = Math.max(most, ++busy);
    await new Promise(setImmediate);
    busy--;
    if (n % 3 === 0) throw new Error('no');
    return n;
  };
  const numbers = Array.from({ length: 200 }, (_, n) => n);
  const outcomes = await Promise.allSettled(numbers.map((n) => inTurn(() => work(n))));
  expect(most).toBe(30);
  expect(order).toEqual(numbers);
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(67);
});
