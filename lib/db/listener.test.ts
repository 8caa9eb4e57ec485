import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { epochOfListening, isListening, isThisEpoch, Listener } from '@/lib/db/listener';
import { createPool, pool, setPool } from '@/lib/db/pool';
import { withDatabase } from '@/lib/testing/database';
import { endListeners, soon } from '@/lib/testing/node';

const database = withDatabase();
const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';

let open: Listener[] = [];
function listener(hear: (payload: string) => void = () => {}, at = database.connectionString()) {
  const onUp = vi.fn();
  const one = new Listener(at, { doorcode_test: hear }, onUp);
  open.push(one);
  return { one, onUp };
}
afterEach(async () => {
  vi.restoreAllMocks();
  for (const one of open) await one.close();
  open = [];
});

const isUp = (up: boolean) => vi.waitFor(() => expect(isListening()).toBe(up), soon);

test('hears what another connection tells, in its order', async () => {
  const heard: string[] = [];
  const { one } = listener((payload) => heard.push(payload));
  await one.open();
  const other = new pg.Client({ connectionString: database.connectionString() });
  await other.connect();
  for (const payload of ['one', 'two'])
    await other.query('SELECT pg_notify($1, $2)', ['doorcode_test', payload]);
  await other.end();
  await vi.waitFor(() => expect(heard).toEqual(['one', 'two']), soon);
});

test('counts as up only once it has heard its own voice', async () => {
  let speak = () => {};
  const real = pool().query.bind(pool());
  const voice = vi.spyOn(pool(), 'query').mockImplementation(
    ((...asked: Parameters<typeof real>) =>
      new Promise((resolve) => {
        speak = () => resolve(real(...asked));
      })) as never,
  );
  const { one, onUp } = listener();
  const opened = one.open();
  await vi.waitFor(() => expect(voice).toHaveBeenCalledOnce(), soon);
  expect([isListening(), onUp.mock.calls.length]).toEqual([false, 0]);
  speak();
  await opened;
  expect([isListening(), onUp.mock.calls.length]).toEqual([true, 1]);
});

test('is down at once when its connection ends, and comes up by itself in another epoch', async () => {
  const heard: string[] = [];
  const { one, onUp } = listener((payload) => heard.push(payload));
  await one.open();
  const epoch = epochOfListening();
  await endListeners();
  await isUp(false);
  expect(isThisEpoch(epoch)).toBe(false);
  await isUp(true);
  expect(onUp).toHaveBeenCalledTimes(2);
  expect([isThisEpoch(epoch), isThisEpoch(epochOfListening())]).toEqual([false, true]);
  await pool().query('SELECT pg_notify($1, $2)', ['doorcode_test', 'again']);
  await vi.waitFor(() => expect(heard).toEqual(['again']), soon);
});

test('closed it stays closed, also in the midst of opening', async () => {
  const connect = vi.spyOn(pg.Client.prototype, 'connect');
  const { one, onUp } = listener();
  await one.open();
  await one.close();
  expect(isListening()).toBe(false);
  connect.mockClear();
  await one.open();
  expect([isListening(), connect.mock.calls.length]).toEqual([false, 0]);

  const { one: other, onUp: otherUp } = listener();
  void other.open();
  await other.close();
  await vi.waitFor(async () => expect((await endListeners()).rows).toEqual([]), soon);
  expect(isListening()).toBe(false);
  expect([onUp.mock.calls.length, otherUp.mock.calls.length]).toEqual([1, 0]);
});

test('where there is no database it stays down, tries again, and nothing is thrown', async () => {
  const connect = vi.spyOn(pg.Client.prototype, 'connect');
  const { one, onUp } = listener(() => {}, nowhere);
  await one.open();
  expect([isListening(), onUp.mock.calls.length]).toEqual([false, 0]);
  await vi.waitFor(() => expect(connect.mock.calls.length).toBeGreaterThan(1), soon);
});

test('where its voice cannot be sent it stays down until it can', async () => {
  const own = pool();
  const dead = setPool(createPool(nowhere));
  try {
    const { one, onUp } = listener();
    await one.open();
    expect([isListening(), onUp.mock.calls.length]).toEqual([false, 0]);
    setPool(own);
    await isUp(true);
  } finally {
    setPool(own);
    await dead.end();
  }
});
