/**
 * Every limit, what it counts by, and why it is so high. Counted in PostgreSQL, so that all nodes share them; but for those
 * that guard no secret and only keep noise from it (`per: 'node'`), which each node counts for itself.
 *
 * User codes: 8 of base 20 are 2.56e10 codes. An attacker who makes g wrong guesses while n requests are pending hits
 * one with p = g × n / 2.56e10 (RFC 8628 §5.1). With 1,000 pending, in a quarter of an hour:
 *   one account, 10 guesses      p = 4e-7
 *   one network, 500 guesses     p = 2e-5   (200 people behind one address may each mistype twice)
 *   everybody, 5,000 guesses     p = 2e-4
 * Strangers may ask about a code too, on a client's own activation page (device/verify.ts): counted by counters of their
 * own, so that they use up none of the tries of who has signed in, and by a wider net, since nothing has to be made to be one:
 *   one /24 or IPv6 /48, 100 guesses p = 4e-6
 *   all strangers, 5,000 guesses p = 2e-4   (and all that a hit tells is which client of which organization asks)
 *
 * Second factors: of a million codes of an authenticator three count at a time. Failures are counted per account, over all
 * factors, sessions and nodes: 10 in a quarter of an hour, p = 3e-5; 50 a day, p = 1.5e-4.
 */
export const limits = {
  /** By client and network. A build farm behind one address starts a few a second. */
  'device-request': { points: 600, seconds: 60, per: 'node' },
  /** By network. 256 bits are not guessed; this stops noise. */
  'unknown-device-code': { points: 60, seconds: 60, per: 'node' },
  /** By network: organizations and services that AuthOS's programs name and that do not belong together. */
  'unknown-service': { points: 60, seconds: 60 },
  /** By network: the same for API keys. */
  'unknown-api-key': { points: 60, seconds: 60 },
  'user-code-account': { points: 10, seconds: 900 },
  'user-code-network': { points: 500, seconds: 900 },
  'user-code-global': { points: 5_000, seconds: 900 },
  'user-code-strangers-site': { points: 100, seconds: 900 },
  'user-code-strangers': { points: 5_000, seconds: 900 },
  /** Mails: by address, so that nobody's mailbox is flooded, and by network. */
  'mail-address': { points: 30, seconds: 900 },
  'mail-address-network': { points: 10, seconds: 900 },
  'mail-network': { points: 500, seconds: 900 },
  /** By network: each way to a provider may ask it for its metadata. An office behind one address starts its day. */
  'provider-network': { points: 1_000, seconds: 900 },
  'second-factor': { points: 10, seconds: 900 },
  'second-factor-day': { points: 50, seconds: 86_400 },
  /** Mails that say so. */
  'second-factor-told': { points: 1, seconds: 86_400 },
  /** By person: devices that they report, of which administrators are told by mail. */
  'report-told': { points: 5, seconds: 3_600 },
  /** By network: passkeys that nobody here knows. Nothing is guessed; this stops noise. */
  'passkey-network': { points: 300, seconds: 900 },
  /** By network: what a passkey signs, which each opening of the sign-in page asks for. Made without storage; this stops noise. */
  'passkey-options-network': { points: 3_000, seconds: 900 },
} as const satisfies Record<string, { points: number; seconds: number; per?: 'node' }>;

export type LimitName = keyof typeof limits;
