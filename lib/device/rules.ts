/** RFC 8628 §3.5: each further slow_down adds this, "for this and all subsequent requests". */
export const slowDownStepSeconds = 5;

/** Some clients treat the first slow_down as fatal, and timers jitter: so much too early is in time. */
const toleranceSeconds = 1;

/** A device code shown again within this time of its redemption is a parallel poll, not theft (I5). */
const parallelPollSeconds = 30;

export type GrantState = {
  clientId: string;
  status: 'pending' | 'approved' | 'denied' | 'redeemed';
  expiresAt: Date;
  redeemedAt: Date | null;
};

/** When a device last polled, in milliseconds since 1970, and how long it must wait between polls by now. */
export type Pace = { lastPolledAt: number; intervalSeconds: number };

export type PollDecision =
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'
  | 'invalid_grant'
  /** Approved: claim it. */
  | 'redeem'
  /** Redeemed some time ago and shown again: somebody else has the code. */
  | 'replayed';

/** What a poll of the token endpoint is answered (RFC 8628 §3.5). Only a pending grant slows down: a decision is delivered at once. */
export function decidePoll(
  grant: GrantState | null,
  pace: Pace | null,
  poll: { clientId: string; now: Date },
): PollDecision {
  if (!grant || grant.clientId !== poll.clientId) return 'invalid_grant';
  const isExpired = poll.now >= grant.expiresAt;
  switch (grant.status) {
    case 'denied':
      return 'access_denied';
    case 'redeemed':
      return isReplay(grant.redeemedAt, poll.now) ? 'replayed' : 'invalid_grant';
    case 'approved':
      return isExpired ? 'expired_token' : 'redeem';
    case 'pending':
      if (isExpired) return 'expired_token';
      return isTooFast(pace, poll.now.getTime()) ? 'slow_down' : 'authorization_pending';
  }
}

/** A first poll is never too fast, even right after the device request. */
export function isTooFast(pace: Pace | null, now: number): boolean {
  if (!pace) return false;
  const waitedSeconds = (now - pace.lastPolledAt) / 1000;
  return waitedSeconds < pace.intervalSeconds - toleranceSeconds;
}

const isReplay = (redeemedAt: Date | null, now: Date): boolean =>
  redeemedAt !== null && now.getTime() - redeemedAt.getTime() > parallelPollSeconds * 1000;
