import type { DeviceAuthorization } from '@/lib/device/start';
import type { IssuedTokens } from '@/lib/tokens/issue';

/** Typed values become the standard wire forms here; a dialect has its own. */

/** RFC 8628 §3.2, and `message`: one sentence for people, which two clients show as it is. */
export const writeDeviceAuthorization = (authorization: DeviceAuthorization) => ({
  device_code: authorization.deviceCode,
  user_code: authorization.userCode,
  verification_uri: authorization.verificationUri,
  verification_uri_complete: authorization.verificationUriComplete,
  expires_in: authorization.expiresInSeconds,
  interval: authorization.intervalSeconds,
  message: `To sign in, open ${authorization.verificationUri} in a browser and enter the code ${authorization.userCode}`,
});

/**
 * RFC 6749 §5.1, with `id_token` when `openid` was granted. `refresh_expires_in` says when the whole session ends,
 * however often it is refreshed: a tool can warn before.
 */
export const writeTokens = (tokens: IssuedTokens) => ({
  access_token: tokens.accessToken,
  token_type: tokens.tokenType,
  expires_in: tokens.expiresInSeconds,
  ...(tokens.refreshToken
    ? { refresh_token: tokens.refreshToken, refresh_expires_in: tokens.sessionExpiresInSeconds }
    : {}),
  ...(tokens.idToken ? { id_token: tokens.idToken } : {}),
  scope: tokens.scopes.join(' '),
});
