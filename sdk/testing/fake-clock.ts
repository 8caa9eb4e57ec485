import type { Clock } from '../clock.js';

/** A clock on which sleeping takes no time; it remembers how long was slept. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #now = Date.UTC(2030, 0, 1);

  readonly now = (): number => this.#now;

  /** Time that goes by without anybody sleeping: a request that takes long. */
  readonly pass = (seconds: number): void => {
    this.#now += seconds * 1000;
  };

  readonly sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    this.slept.push(seconds);
    this.pass(seconds);
  };
}
