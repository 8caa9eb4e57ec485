import type { Client } from './client.js';
import { type Clock, systemClock } from './clock.js';
import type { DeviceAuthorization } from './device-authorization.js';
import { type PollAnswer, requestDeviceToken } from './device-token.js';
import type { Server } from './discovery.js';
import type { HttpOptions } from './http.js';
import { delaySeconds, nextPace, type Pace } from './pace.js';
import type { Tokens } from './tokens.js';

/** How a sign-in ended. */
export type DeviceOutcome =
  | { readonly status: 'approved'; readonly tokens: Tokens }
  | { readonly status: 'denied' }
  | { readonly status: 'expired' };

/** Options of {@link waitForTokens}. */
export interface WaitOptions extends HttpOptions {
  readonly clock?: Clock;
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
  const { clock = systemClock, onPoll, ...http } = options;
  let pace: Pace = { intervalSeconds: authorization.intervalSeconds, failures: 0 };
  for (;;) {
    const secondsLeft = (authorization.expiresAt - clock.now()) / 1000;
    await clock.sleep(Math.max(0, Math.min(delaySeconds(pace), secondsLeft)), http.signal);
    if (clock.now() >= authorization.expiresAt) return { status: 'expired' };

    const answer = await requestDeviceToken(server, client, authorization.deviceCode, clock.now, http);
    switch (answer.kind) {
      case 'tokens':
        return { status: 'approved', tokens: answer.tokens };
      case 'access_denied':
        return { status: 'denied' };
      case 'expired_token':
        return { status: 'expired' };
      default:
        pace = nextPace(pace, answer);
        onPoll?.(answer, pace);
    }
  }
}
