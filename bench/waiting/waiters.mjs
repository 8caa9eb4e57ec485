/* 10,000 devices wait on one node at once; then all of them are allowed. */
import { readFileSync } from 'node:fs';
import { Refusal } from '../../scripts/steps.mjs';
import { withClient } from '../lib/postgres.mjs';
import { peakMb, rssMb } from '../lib/proc.mjs';
import { allow } from '../targets/doorcode-seed.mjs';
import { waitForTokens } from './device.mjs';
import { pause, withNodes } from './nodes.mjs';

const devices = 10_000;

export async function waiters(postgres) {
  requireFiles();
  return withNodes(postgres, 1, async ([node], url) => {
    const codes = await node.issue(devices);
    const issuedMb = rssMb(node.pid);
    let left = devices;
    let broken = 0;
    let lastAt = 0;
    const waiting = codes.map(async (deviceCode, index) => {
      // Two thousand a second: nothing of the kernel's queues is measured.
      await pause(Math.floor(index / 100) * 50);
      const { at, polls } = await waitForTokens(node.token, { deviceCode, index });
      left -= 1;
      broken += polls.broken;
      lastAt = Math.max(lastAt, at);
    });
    const settled = Promise.allSettled(waiting);
    await pause((devices / 2_000) * 1_000 + 2_000);
    const [waitingMb, connections] = [rssMb(node.pid), countConnections(node.base)];
    const began = performance.now();
    await withClient(url, async (client) => {
      for (let from = 0; from < devices; from += 500) await allow(client, codes.slice(from, from + 500));
    });
    const decidedMs = performance.now() - began;
    const failed = (await settled).filter((one) => one.status === 'rejected');
    if (failed.length > 0) console.log(`  ${failed.length} failed, the first: ${failed[0].reason.message}`);
    return {
      ...{ devices, connections_at_once: connections, unanswered: left, connections_broken: broken },
      ...{ all_decided_ms: decidedMs, all_answered_ms: lastAt - began },
      ...{
        issued_mb: issuedMb,
        waiting_mb: waitingMb,
        loaded_mb: rssMb(node.pid),
        peak_mb: peakMb(node.pid),
      },
    };
  });
}

/** Node takes as many as it may by itself; each of us needs one per device. */
function requireFiles() {
  const most = Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]);
  if (most < devices + 1_000)
    throw new Refusal(
      `A process here may open ${most} files at most: allow ${devices + 1_000} (ulimit -Hn).`,
    );
}

/** Established connections to the port, as the kernel counts them (proc_net_tcp(5)). */
function countConnections(base) {
  const port = Number(new URL(base).port).toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  return readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${port}`) && state === established).length;
}
