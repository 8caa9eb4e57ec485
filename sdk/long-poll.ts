import type { PollAnswer, PollOptions } from './device-token.js';
import type { Server } from './discovery.js';
import { type HttpOptions, USUAL_TIMEOUT_SECONDS } from './http.js';

/**
 * Polls that the server holds until the person has decided (`Prefer: wait`, RFC 7240 §4.3), so that the tokens are
 * here at the moment of the click.
 */
export interface LongPoll {
  readonly maxWaitSeconds: number;
  /** Waits in a row that ended without an answer. */
  readonly cuts: number;
}

const USUAL_WAIT_SECONDS = 25;
// A connection that died in silence is noticed only after the wait, and few proxies keep an idle one any longer.
const LONGEST_WAIT_SECONDS = 60;
const LAST_ANSWER_SECONDS = 1;
const CUTS_BEFORE_GIVING_UP = 2;

/** @internal What the server's metadata announces; undefined where it holds no polls. */
export function announcedLongPoll(server: Server): LongPoll | undefined {
  if (server.device_authorization_long_poll_supported !== true) return undefined;
  const announced = server.device_authorization_long_poll_max_wait;
  const seconds =
    typeof announced === 'number' && announced >= 1 ? Math.floor(announced) : USUAL_WAIT_SECONDS;
  return { maxWaitSeconds: Math.min(seconds, LONGEST_WAIT_SECONDS), cuts: 0 };
}

/**
 * @internal Whether to go on asking, after a poll that asked. Something on the way may end whatever is silent for a while:
 * two cut waits in a row, and the rest of this sign-in is polled plainly.
 */
export function nextLongPoll(longPoll: LongPoll, answer: PollAnswer): LongPoll | undefined {
  const cuts = answer.kind === 'no_answer' ? longPoll.cuts + 1 : 0;
  return cuts < CUTS_BEFORE_GIVING_UP ? { ...longPoll, cuts } : undefined;
}

/**
 * @internal The next poll as one that waits, never beyond the code's end; undefined when it can not, or
 * less than a second is left. A wait that reaches to the end leaves its answer a moment to arrive, and no longer.
 */
export function waitingPoll(
  longPoll: LongPoll | undefined,
  secondsLeft: number,
  http: HttpOptions,
): PollOptions | undefined {
  if (!longPoll) return undefined;
  const waitSeconds = Math.min(longPoll.maxWaitSeconds, Math.floor(secondsLeft));
  if (waitSeconds < 1) return undefined;
  const untilTheEnd = Math.ceil(secondsLeft) - waitSeconds + LAST_ANSWER_SECONDS;
  const timeoutSeconds = Math.min(http.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS, untilTheEnd);
  return { ...http, waitSeconds, timeoutSeconds };
}

/** @internal `Preference-Applied: wait=25` (RFC 7240 §3), perhaps among others. */
export function isWaitApplied(headers: Headers): boolean {
  const applied = headers.get('preference-applied') ?? '';
  return applied.split(',').some((preference) => /^\s*wait\s*(=|$)/i.test(preference));
}
