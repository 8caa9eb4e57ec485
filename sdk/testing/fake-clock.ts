import type { Clock } from '../clock.js';

/** A clock on which sleeping takes no time; it remembers how long was slept. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #now = Date.UTC(2030, 0, 1);

  readonly now = (): number => this.#now;

  readonly sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    this.slept.push(seconds);
    this.#now += seconds * 1000;
  };
}
