/** How a session stands. `blocked`: its person, client or organization is disabled, or the person has left; it may come back. */
export type SessionState = 'live' | 'blocked' | 'expired' | 'ended';

export function decideSessionState(
  session: { isLive: boolean; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): SessionState {
  if (session.revokedAt) return 'ended';
  if (session.expiresAt <= now) return 'expired';
  return session.isLive ? 'live' : 'blocked';
}
