/* One command at a time changes node_modules, .next and dist of a checkout. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal, root } from './steps.mjs';

const file = path.join(root, 'dist/.lock');
/** The holder touches its file this often; a file that nobody touches for much longer was left by a killed one. */
const BEAT_MS = 5_000;
const STALE_MS = 60_000;

export async function withCheckoutLock(work) {
  await take();
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

async function take() {
  let told = false;
  while (!create()) {
    const holder = read();
    if (holder === null) continue; // released just now
    if (holder.stale) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told)
      console.log(`  Another command prepares this checkout (process ${holder.pid}): waiting for it …`);
    told = true;
    await delay(200);
  }
}

function create() {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const fd = openSync(file, 'wx');
    writeSync(fd, `${process.pid} ${hostname()}`);
    closeSync(fd);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
      throw new Refusal(
        `${root} is not writable by this account: start as its owner, or clone it to a place of your own.`,
      );
    }
    if (error.code === 'ENOSPC')
      throw new Refusal(`The disk that holds ${root} is full: free some space and start again.`);
    throw error;
  }
}

function read() {
  try {
    const [pid, host] = readFileSync(file, 'utf8').split(' ');
    const age = Date.now() - statSync(file).mtimeMs;
    const dead = host === hostname() && !alive(Number(pid));
    return { pid, stale: dead || age > STALE_MS };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
