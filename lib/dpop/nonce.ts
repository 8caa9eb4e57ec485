import { equalInConstantTime, hmac } from '@/lib/crypto';

/**
 * RFC 9449 §8: the nonce of a proof is ours, so its age is ours to know: a device whose clock is wrong works, and no
 * proof can be made ahead of its time. It is the time under a key that all nodes derive, so nothing is stored.
 */
const stepSeconds = 120;

const stepOf = (now: Date): number => Math.floor(now.getTime() / 1000 / stepSeconds);
const nonceOf = (step: number): string => hmac('dpop-nonce', String(step)).toString('base64url').slice(0, 22);

export const currentNonce = (now: Date): string => nonceOf(stepOf(now));

/** The one before is still good, and the one after is that of a node whose clock is a little ahead. */
export const isFreshNonce = (nonce: string, now: Date): boolean =>
  [0, -1, 1].filter((offset) => equalInConstantTime(nonce, nonceOf(stepOf(now) + offset))).length > 0;

/** After so long no proof of today has a fresh nonce: its `jti` may be forgotten. */
export const proofLifetimeSeconds = 3 * stepSeconds;
