/** How a session stands. `blocked`: its person, client or organization is disabled, or the person has left; it may come back. */
export type SessionState = 'live' | 'blocked' | 'expired' | 'ended';

/** Why it is over when nobody has ended it but the housekeeping, for its time was over. */
export const expired = 'expired';

export function decideSessionState(
  session: { isLive: boolean; revokedAt: Date | null; revokedReason: string | null; expiresAt: Date },
  now: Date,
): SessionState {
  if (session.revokedAt) return session.revokedReason === expired ? 'expired' : 'ended';
  if (session.expiresAt <= now) return 'expired';
  return session.isLive ? 'live' : 'blocked';
}
