import type { PollAnswer } from './device-token.js';

/** How fast to poll: what the server has asked for, and how often it failed to answer since. */
export interface Pace {
  readonly intervalSeconds: number;
  readonly failures: number;
  /** The server's own `Retry-After`, for the next poll only. */
  readonly retryAfterSeconds?: number;
}

const LONGEST_BACKOFF_SECONDS = 60;

/**
 * The pace after an answer (RFC 8628 §3.5). `slow_down` adds five seconds "for this and all subsequent
 * requests", or more when the server names a longer interval; it is never taken back.
 */
export function nextPace(pace: Pace, answer: PollAnswer): Pace {
  switch (answer.kind) {
    case 'slow_down': {
      const slower = pace.intervalSeconds + 5;
      return { intervalSeconds: Math.max(slower, answer.intervalSeconds ?? 0), failures: 0 };
    }
    case 'no_answer': {
      const { retryAfterSeconds } = answer;
      const { intervalSeconds } = pace;
      return {
        intervalSeconds,
        failures: pace.failures + 1,
        ...(retryAfterSeconds && { retryAfterSeconds }),
      };
    }
    default:
      return { intervalSeconds: pace.intervalSeconds, failures: 0 };
  }
}

/** Seconds until the next poll: the interval, doubled with each failure in a row (RFC 8628 §3.5). */
export function delaySeconds({ intervalSeconds, failures, retryAfterSeconds = 0 }: Pace): number {
  const doubled = intervalSeconds * 2 ** failures;
  return Math.max(intervalSeconds, retryAfterSeconds, Math.min(doubled, LONGEST_BACKOFF_SECONDS));
}

/**
 * Seconds until the next poll after one that the server held: the interval counts from the start of one poll to the
 * start of the next, so after a long wait there are none.
 */
export function delayAfterWaitSeconds({ intervalSeconds }: Pace, elapsedSeconds: number): number {
  // A clock that was set back in the meantime must not make it wait for longer than that.
  return Math.min(Math.max(intervalSeconds - elapsedSeconds, 0), intervalSeconds);
}
