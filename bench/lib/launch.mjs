/* A server as a process of its own, with nothing in its environment but what it is given. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { untilReady } from './http.mjs';
import { root, runFolder } from './project.mjs';

const hook = path.join(root, 'bench/profile/hook.mjs');

/** `server`: name, args (of node), env, ready (a URL), profile (where to). */
export async function launch({ name, args, env, ready, profile }) {
  await mkdir(runFolder, { recursive: true });
  const logFile = path.join(runFolder, `${name}.log`);
  const log = openSync(logFile, 'w');
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: runFolder,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
      ...(profile && { NODE_OPTIONS: `--import ${hook}`, BENCH_PROFILE: profile }),
    },
    stdio: ['ignore', log, log],
  });
  let over = false;
  const ended = new Promise((resolve) => child.on('close', resolve));
  ended.then(() => (over = true));
  const stop = async () => {
    if (over) return;
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(hard);
  };
  // However the benchmark ends, its servers end with it.
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  ended.then(() => process.off('exit', leave));
  await Promise.race([
    untilReady(ready),
    ended.then((code) => Promise.reject(new Error(`${name} ended with ${code}, see ${logFile}`))),
  ]).catch(async (error) => {
    await stop();
    throw error;
  });
  return { pid: child.pid, readyMs: performance.now() - began, stop, signal: (one) => child.kill(one) };
}
