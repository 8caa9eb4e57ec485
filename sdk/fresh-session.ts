import type { Client } from './client.js';
import { systemClock } from './clock.js';
import type { Server } from './discovery.js';
import { requireKeyOf } from './dpop.js';
import { type RefreshOptions, refreshTokens } from './refresh.js';
import { isFresh, type Session } from './session.js';
import type { SessionFile } from './session-file.js';

/** `ended`: there was a login, the server has ended it, and it has been forgotten. */
export type SessionState =
  | { readonly status: 'signed_in'; readonly session: Session }
  | { readonly status: 'signed_out' }
  | { readonly status: 'ended' };

/** Options of {@link freshSession}. */
export interface FreshSessionOptions extends RefreshOptions {
  /** An access token that an API has just answered with 401: refresh, if it is still the stored one. */
  readonly rejectedToken?: string;
}

/**
 * The login at a server, with an access token that serves now: refreshed when it ends within a minute.
 * Of several processes one refreshes and the others take over its result.
 *
 * When the server can not be reached, or answers 5xx, this throws and the login is kept; only `invalid_grant`
 * forgets it. A login that is bound to another key than the client's is kept, too.
 *
 * @throws `DoorcodeError` `server_unreachable`, `server_unavailable`, `session_file_corrupt`,
 *   `session_file_locked`, `unusable_key`, `refused`, `bad_answer`
 */
export async function freshSession(
  sessions: SessionFile,
  server: Server,
  client: Client,
  options: FreshSessionOptions = {},
): Promise<SessionState> {
  // Once sent, a refresh is not interrupted: the server may have rotated the token already (RFC 9700 §4.14).
  const { rejectedToken, signal, ...uninterrupted } = options;
  const { now } = uninterrupted.clock ?? systemClock;
  const serves = (session: Session) => session.accessToken !== rejectedToken && isFresh(session, now());

  const stored = await sessions.read(server.issuer);
  if (!stored) return { status: 'signed_out' };
  requireKeyOf(client, stored);
  if (serves(stored)) return { status: 'signed_in', session: stored };

  const updated = await sessions.update(
    server.issuer,
    async (current) => {
      if (!current || serves(current)) return current;
      if (!current.refreshToken) {
        const isUsable = current.accessToken !== rejectedToken && (current.expiresAt ?? 0) > now();
        return isUsable ? current : undefined;
      }
      const owner = { ...client, clientId: current.clientId };
      const tokens = await refreshTokens(server, owner, current, uninterrupted);
      // What a server leaves out goes on as it was, but for the time: it was the old token's.
      const { expiresAt: _, ...kept } = current;
      return tokens ? { ...kept, ...tokens } : undefined;
    },
    signal ? { signal } : {},
  );
  return updated ? { status: 'signed_in', session: updated } : { status: 'ended' };
}
