import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withFileLock } from './file-lock.js';
import { FakeClock } from './testing/fake-clock.js';
import { failureOf, temporaryDirectory } from './testing/setting.js';

const newLock = () => join(temporaryDirectory(), 'lock');

test('lets one in at a time, and leaves nothing behind', async () => {
  const path = newLock();
  let inside = 0;
  let most = 0;
  const enter = () =>
    withFileLock(path, async () => {
      most = Math.max(most, ++inside);
      await new Promise(setImmediate);
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 20 }, enter));
  expect(most).toBe(1);
  expect(existsSync(path)).toBe(false);
});

test('a lock whose process has died is taken over, by one', async () => {
  const path = newLock();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(path, `${pid} ${hostname()} x`);
  let inside = 0;
  const enter = () =>
    withFileLock(path, async () => {
      expect(++inside).toBe(1);
      await new Promise(setImmediate);
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 10 }, enter));
});

test('a lock of a live process is respected: after a while it says which file is held', async () => {
  const path = newLock();
  const owner = `${process.pid} ${hostname()} x`;
  writeFileSync(path, owner);
  const clock = new FakeClock();
  // The lock's age is the file system's; on this clock, at 1970, it is never old.
  let now = 0;
  const sleep = async (seconds: number) => {
    now += seconds * 1000;
  };
  const young = { now: () => now, sleep };
  const failure = await failureOf(withFileLock(path, async () => {}, { clock: young }));
  expect(failure).toMatchObject({ code: 'session_file_locked' });
  expect(String(failure)).toContain(path);
  expect(readFileSync(path, 'utf8')).toBe(owner);
  // Seen from years later, the same lock is old: whoever wrote it has died.
  expect(await withFileLock(path, async () => 'in', { clock })).toBe('in');
});

test('waiting for it can be stopped', async () => {
  const path = newLock();
  writeFileSync(path, `${process.pid} ${hostname()} x`);
  const failure = await failureOf(
    withFileLock(path, async () => {}, { signal: AbortSignal.abort('enough') }),
  );
  expect(failure).toBe('enough');
});
