import type { Pace } from '@/lib/device/rules';
import { onePerProcess } from '@/lib/process';

/**
 * How fast each waiting device polls: in memory, per node, so that polling never touches the grant's row and a
 * decision never waits for a poll (I3). What a restart or another node does not know makes a poll seem slower than it
 * was, which is harmless: a device code carries 256 bits and is not guessed by polling.
 */
const maxDevices = 50_000;

const paces = (): Map<string, Pace> => onePerProcess('paces', () => new Map());

export const findPace = (grantId: string): Pace | null => paces().get(grantId) ?? null;

export function recordPoll(grantId: string, pace: Pace): void {
  const known = paces();
  // Re-inserted at the end, so that the first entry is always the one that polled longest ago.
  known.delete(grantId);
  known.set(grantId, pace);
  if (known.size > maxDevices) known.delete(known.keys().next().value as string);
}

export const forgetPace = (grantId: string): void => {
  paces().delete(grantId);
};
