import { DoorcodeError, discover, revokeToken, type Session } from '../sdk/index.js';
import type { Context } from './context.js';
import { hasCode } from './current-user.js';
import { say } from './terminal.js';

/** How {@link logout} treats the server. */
export interface LogoutOptions {
  /** Forget the login here even when the server can not be told. */
  readonly force?: boolean;
  /** Do not tell the server at all. */
  readonly local?: boolean;
}

/** Ends the login at the server (RFC 7009), then forgets it here. */
export async function logout(context: Context, { force, local }: LogoutOptions): Promise<number> {
  const { sessions, serverUrl, signal } = context;
  let wasSignedIn = false;
  // Under the lock, so that the token that is revoked is the last one, not one that another process replaces.
  await sessions.update(
    serverUrl,
    async (session) => {
      wasSignedIn = session !== undefined;
      if (session && !local) await revokeUnlessForced(context, session, force);
      return undefined;
    },
    { signal },
  );
  say(wasSignedIn ? `Signed out of ${serverUrl}.` : `You are not signed in at ${serverUrl}.`);
  if (wasSignedIn && local) say('The server was not told: end the session there too, at your account page.');
  return 0;
}

async function revokeUnlessForced(context: Context, session: Session, force = false): Promise<void> {
  try {
    await revoke(context, session);
  } catch (error) {
    if (!(error instanceof DoorcodeError)) throw error;
    if (hasCode(error, 'unsupported')) {
      say(`${context.serverUrl} can not end sessions on request. The login is only forgotten here.`);
    } else if (force) {
      say(`${error.message} The login is forgotten here; its session there goes on until it expires.`);
    } else {
      const advice = 'You are still signed in. Try again, or forget the login here with --force.';
      throw new DoorcodeError(error.code, `${error.message} ${advice}`, { cause: error });
    }
  }
}

/** Revoking the refresh token ends the access tokens that came from it (RFC 7009 §2.1). */
export async function revoke(context: Context, session: Session): Promise<void> {
  const { serverUrl, signal, allowHttp } = context;
  const server = await discover(serverUrl, { signal, allowHttp });
  const client = { ...context.client, clientId: session.clientId };
  const token = session.refreshToken ?? session.accessToken;
  const tokenTypeHint = session.refreshToken ? 'refresh_token' : 'access_token';
  await revokeToken(server, client, token, { tokenTypeHint, signal });
}
