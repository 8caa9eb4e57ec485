import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument, so that tests of waiting do not wait. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
}

// setTimeout takes 31 bits of milliseconds, and fires at once for more.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (seconds, signal) => {
    try {
      await delay(Math.min(seconds * 1000, LONGEST_TIMER_MS), undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
