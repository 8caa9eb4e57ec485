/** Sign a command-line tool in through a browser, with any RFC 8628 server. @packageDocumentation */
export { type Client, userAgent } from './client.js';
export { type Clock, systemClock } from './clock.js';
export { configDirectory } from './config-directory.js';
export {
  type DeviceAuthorization,
  type DeviceAuthorizationOptions,
  requestDeviceAuthorization,
} from './device-authorization.js';
export { type PollAnswer, type PollOptions, requestDeviceToken } from './device-token.js';
export { type DiscoveryOptions, discover, type Server } from './discovery.js';
export { createDpopKey, type DpopKey, exportDpopKey, importDpopKey } from './dpop-key.js';
export { DoorcodeError, type ErrorCode, type ErrorDetails, isTransient } from './errors.js';
export { type FetchWithTokensOptions, fetchWithTokens } from './fetch-with-tokens.js';
export type { LockOptions } from './file-lock.js';
export { type FreshSessionOptions, freshSession, type SessionState } from './fresh-session.js';
export { type HttpOptions, send } from './http.js';
export { delayAfterWaitSeconds, delaySeconds, nextPace, type Pace } from './pace.js';
export type { Notice } from './private-file.js';
export { type RefreshOptions, refreshTokens } from './refresh.js';
export { type RevokeOptions, revokeToken } from './revoke.js';
export { safeText } from './safe-text.js';
export { safeUrl } from './safe-url.js';
export { isLoopback, parseServerUrl } from './server-url.js';
export { isFresh, REFRESH_BEFORE_SECONDS, type Session } from './session.js';
export { SessionFile, type SessionFileOptions } from './session-file.js';
export type { Tokens } from './tokens.js';
export { fetchUser, type User } from './userinfo.js';
export { type DeviceOutcome, type WaitOptions, waitForTokens } from './wait-for-tokens.js';
