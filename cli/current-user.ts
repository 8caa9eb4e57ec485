import { DoorcodeError, discover, fetchUser, freshSession, type Session, type User } from '../sdk/index.js';
import type { Context } from './context.js';

/** Who is signed in, as the server says now. */
export type CurrentUser =
  | { readonly status: 'signed_in'; readonly session: Session; readonly user: User | undefined }
  | { readonly status: 'signed_out' }
  | { readonly status: 'ended' };

/** Asks the server, with a refresh where one is due, or where the server has taken the access token back. */
export async function findCurrentUser(context: Context): Promise<CurrentUser> {
  const { sessions, client, serverUrl, signal, allowHttp } = context;
  if (!(await sessions.read(serverUrl))) return { status: 'signed_out' };
  const server = await discover(serverUrl, { signal, allowHttp });

  const first = await freshSession(sessions, server, client, { signal });
  if (first.status !== 'signed_in') return first;
  const rejectedToken = first.session.accessToken;
  try {
    return { ...first, user: await fetchUser(server, client, rejectedToken, { signal }) };
  } catch (error) {
    if (hasCode(error, 'unsupported')) return { ...first, user: first.session.user };
    if (!hasCode(error, 'invalid_token')) throw error;
  }
  const second = await freshSession(sessions, server, client, { signal, rejectedToken });
  if (second.status !== 'signed_in') return second;
  return { ...second, user: await fetchUser(server, client, second.session.accessToken, { signal }) };
}

export function hasCode(error: unknown, code: DoorcodeError['code']): boolean {
  return error instanceof DoorcodeError && error.code === code;
}

/** `Ada Lovelace (ada@example.com)`, or what there is of it. */
export function describeUser(user: User): string {
  const { name, email, sub } = user;
  return name && email ? `${name} (${email})` : (name ?? email ?? sub);
}
