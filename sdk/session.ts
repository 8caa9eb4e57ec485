import type { Tokens } from './tokens.js';
import type { User } from './userinfo.js';

/** A login at one server, as it is kept in the session file. */
export interface Session extends Tokens {
  /** The client that the tokens were given to; only it can refresh them. */
  readonly clientId: string;
  readonly user?: User;
}

/** An access token that ends within this time is refreshed before it is used: a request takes a while. */
export const REFRESH_BEFORE_SECONDS = 60;

/** True when the access token still serves for a request that is made now. */
export function isFresh({ expiresAt }: Tokens, now: number): boolean {
  return expiresAt === undefined || expiresAt - now > REFRESH_BEFORE_SECONDS * 1000;
}

/** @internal A session read from a file, or undefined when it is none. */
export function parseSession(value: unknown): Session | undefined {
  if (!isRecord(value)) return undefined;
  const { accessToken, clientId, refreshToken, tokenType, keyThumbprint, scope, user } = value;
  const { expiresAt, sessionExpiresAt } = value;
  const isSession =
    typeof accessToken === 'string' &&
    typeof clientId === 'string' &&
    ['string', 'undefined'].includes(typeof refreshToken) &&
    ['bearer', 'dpop', undefined].includes(tokenType as string | undefined) &&
    ['string', 'undefined'].includes(typeof keyThumbprint) &&
    ['number', 'undefined'].includes(typeof expiresAt) &&
    ['number', 'undefined'].includes(typeof sessionExpiresAt) &&
    ['string', 'undefined'].includes(typeof scope) &&
    (user === undefined || (isRecord(user) && typeof user.sub === 'string'));
  return isSession ? (value as unknown as Session) : undefined;
}

/** @internal */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
