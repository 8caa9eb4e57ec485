import type { Client } from './client.js';
import { type Clock, systemClock } from './clock.js';
import type { DeviceAuthorization } from './device-authorization.js';
import { type PollAnswer, requestDeviceToken } from './device-token.js';
import type { Server } from './discovery.js';
import type { HttpOptions } from './http.js';
import { announcedLongPoll, nextLongPoll, waitingPoll } from './long-poll.js';
import { delayAfterWaitSeconds, delaySeconds, nextPace, type Pace } from './pace.js';
import type { Tokens } from './tokens.js';

/** How a sign-in ended. */
export type DeviceOutcome =
  | { readonly status: 'approved'; readonly tokens: Tokens }
  | { readonly status: 'denied' }
  | { readonly status: 'expired' };

/** Options of {@link waitForTokens}. */
export interface WaitOptions extends HttpOptions {
  readonly clock?: Clock;
  /**
   * Where the server offers it, it is asked to hold each poll until the person has decided. Default true; false polls
   * at the interval alone.
   */
  readonly longPoll?: boolean;
  /** Called after each undecided poll: for a presentation that wants to say "the server does not answer". */
  readonly onPoll?: (answer: PollAnswer, pace: Pace) => void;
}

/**
 * Polls until the person has decided or the code has expired. It shows nothing; run a presentation beside it.
 * A server that can not be reached is asked again, less and less often, until the code expires.
 *
 * @throws `DoorcodeError` `refused`, `bad_answer`; the signal's reason when it is aborted
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.5
 */
export async function waitForTokens(
  server: Server,
  client: Client,
  authorization: DeviceAuthorization,
  options: WaitOptions = {},
): Promise<DeviceOutcome> {
  const { clock = systemClock, onPoll, longPoll: mayWait = true, ...http } = options;
  const { deviceCode, expiresAt } = authorization;
  const secondsUntil = (time: number) => (time - clock.now()) / 1000;
  let pace: Pace = { intervalSeconds: authorization.intervalSeconds, failures: 0 };
  let longPoll = mayWait ? announcedLongPoll(server) : undefined;
  // What the server holds may be there from the beginning: a first poll is never too early.
  let delay = longPoll ? 0 : delaySeconds(pace);
  for (;;) {
    await clock.sleep(Math.max(0, Math.min(delay, secondsUntil(expiresAt))), http.signal);
    if (clock.now() >= expiresAt) return { status: 'expired' };

    const startedAt = clock.now();
    // After a failure it polls plainly until there is an answer, so that `onPoll` tells of it without delay.
    const waiting = pace.failures ? undefined : waitingPoll(longPoll, secondsUntil(expiresAt), http);
    const answer = await requestDeviceToken(server, client, deviceCode, clock.now, waiting ?? http);
    switch (answer.kind) {
      case 'tokens':
        return { status: 'approved', tokens: answer.tokens };
      case 'access_denied':
        return { status: 'denied' };
      case 'expired_token':
        return { status: 'expired' };
      default: {
        pace = nextPace(pace, answer);
        if (longPoll && waiting) longPoll = nextLongPoll(longPoll, answer);
        const isHeld = waiting && answer.kind === 'authorization_pending' && answer.waitApplied;
        delay = isHeld ? delayAfterWaitSeconds(pace, -secondsUntil(startedAt)) : delaySeconds(pace);
        onPoll?.(answer, pace);
      }
    }
  }
}
