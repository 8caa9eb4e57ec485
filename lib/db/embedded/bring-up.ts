import { setTimeout as delay } from 'node:timers/promises';
import { adopt } from './adopt';
import type { Cluster } from './cluster';
import type { Endpoint } from './endpoint';
import type { EmbeddedError } from './error';
import { launch } from './launch';
import { isPostmasterOf, readPostmasterFile } from './postmaster-file';

/** How long the remains of a killed PostgreSQL may be in the way: its processes notice and end by themselves. */
const REMAINS_MS = 15_000;
const PAUSE_MS = 100;
/** Together below the ten seconds that a server has to stop. */
const FAST_STOP_MS = 8_000;
const HARD_STOP_MS = 1_500;

export type Running = { endpoint: Endpoint; adopted: boolean };

/** Finds PostgreSQL running, or starts it. */
export async function bringUp(cluster: Cluster, previous: Endpoint | null): Promise<Running> {
  const deadline = Date.now() + REMAINS_MS;
  let wanted = previous;
  for (;;) {
    const found = await adopt(cluster);
    if (found !== null) return { endpoint: found, adopted: true };
    const result = await launch(cluster, wanted);
    if (result.kind === 'ready') return { endpoint: result.endpoint, adopted: false };
    if (Date.now() > deadline) throw result.error satisfies EmbeddedError;
    wanted = null; // its old port may belong to somebody else by now
    cluster.signal.throwIfAborted();
    await delay(PAUSE_MS);
  }
}

/** Stops PostgreSQL: open transactions are rolled back, everything committed is on disk. */
export async function shutDown(data: string): Promise<void> {
  const pid = readPostmasterFile(data)?.pid;
  if (pid === undefined || !isPostmasterOf(pid, data)) return;
  if (await signalAndWait(pid, data, 'SIGINT', FAST_STOP_MS)) return;
  await signalAndWait(pid, data, 'SIGQUIT', HARD_STOP_MS);
}

async function signalAndWait(pid: number, data: string, signal: NodeJS.Signals, ms: number) {
  process.kill(pid, signal);
  const deadline = Date.now() + ms;
  while (isPostmasterOf(pid, data)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
