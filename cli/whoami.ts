import { safeText } from '../sdk/index.js';
import type { Context } from './context.js';
import { findCurrentUser } from './current-user.js';
import { formatDuration } from './duration.js';
import { print, printJson, say } from './terminal.js';

/** Prints who is signed in. Exit code 1 when nobody is. */
export async function whoami(context: Context, options: { json?: boolean }): Promise<number> {
  const current = await findCurrentUser(context);
  if (current.status !== 'signed_in') {
    const fact = current.status === 'ended' ? 'This sign-in has ended' : 'You are not signed in';
    say(`${fact} at ${context.serverUrl}. Run: ${loginCommand(context)}`);
    return 1;
  }
  const { session, user } = current;
  const expiresAt = dateOf(session.expiresAt);
  const endsAt = dateOf(session.sessionExpiresAt)?.toISOString();
  if (options.json) {
    printJson({
      ...user,
      server: context.serverUrl,
      client_id: session.clientId,
      scope: session.scope,
      expires_at: expiresAt?.toISOString(),
      session_expires_at: endsAt,
    });
    return 0;
  }
  const facts = [
    ['Name', user?.name],
    ['E-mail', user?.email],
    ['ID', user?.sub],
    ['Server', context.serverUrl],
    ['Scopes', safeText(session.scope)],
    ['Access', expiresAt && describeExpiry(expiresAt, session.refreshToken !== undefined)],
    ['Sign-in', endsAt && `until ${endsAt} at the latest`],
  ] as const;
  for (const [label, value] of facts) if (value) print(`${label.padEnd(8)}${value}`);
  return 0;
}

const dateOf = (time: number | undefined) => (time === undefined ? undefined : new Date(time));

function describeExpiry(expiresAt: Date, isRenewed: boolean): string {
  const seconds = (expiresAt.getTime() - Date.now()) / 1000;
  const end = `for ${formatDuration(seconds)}, until ${expiresAt.toISOString()}`;
  return isRenewed ? `${end}, then renewed by itself` : end;
}

/** The command that signs in here, so that it can be copied. */
export function loginCommand({ serverUrl }: Context): string {
  return serverUrl === 'http://localhost:3000' ? 'doorcode login' : `doorcode login --server ${serverUrl}`;
}
