import * as oauth from 'oauth4webapi';
import { exchange } from './answer.js';
import { type Client, oauthClient, userAgent } from './client.js';
import { type Clock, systemClock } from './clock.js';
import type { Server } from './discovery.js';
import { DoorcodeError } from './errors.js';
import { type HttpOptions, transport } from './http.js';
import { safeText } from './safe-text.js';
import { safeUrl } from './safe-url.js';

/** What to show, and what to poll with. */
export interface DeviceAuthorization {
  /** Secret. Never shown, never logged. */
  readonly deviceCode: string;
  /** To be shown exactly so, and compared by the person: `WDJB-MJHT`. */
  readonly userCode: string;
  /** To be typed by a person. http(s), plain ASCII. */
  readonly verificationUri: string;
  /** The same with the code inside, for a QR code or a browser on this machine. */
  readonly verificationUriComplete: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly intervalSeconds: number;
}

/** Options of {@link requestDeviceAuthorization}. */
export interface DeviceAuthorizationOptions extends HttpOptions {
  /** Space-separated, e.g. `openid profile email` (RFC 6749 §3.3). */
  readonly scope?: string;
  /** Which of the person's organizations to offer first, by slug or id. A hint: the person chooses. */
  readonly organization?: string;
  readonly clock?: Clock;
}

/**
 * Asks for a code to show. Besides the RFC's parameters it says what this device claims to be
 * (`device_name`, `client_version`), and which organization it is for; a server that does not know these ignores them (RFC 6749 §3.2).
 *
 * @throws {@link DoorcodeError} `refused` (e.g. an unknown client), `unsafe_link`, `unsupported`, `bad_answer`,
 *   `server_unreachable`, `server_unavailable`
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.1
 */
export async function requestDeviceAuthorization(
  server: Server,
  client: Client,
  options: DeviceAuthorizationOptions = {},
): Promise<DeviceAuthorization> {
  const { scope, organization, clock = systemClock, ...http } = options;
  const parameters = new URLSearchParams({ client_version: client.version });
  if (scope) parameters.set('scope', scope);
  if (organization) parameters.set('organization', organization);
  if (client.deviceName) parameters.set('device_name', client.deviceName);
  // RFC 9449 §10 says it of another request; a server that does not know it here binds at the first poll.
  if (client.dpopKey) parameters.set('dpop_jkt', client.dpopKey.thumbprint);

  const as = oauthClient(client);
  const answer = await exchange(server.issuer, async () => {
    const request = transport(server.issuer, userAgent(client), http);
    const response = await oauth.deviceAuthorizationRequest(server, as, oauth.None(), parameters, request);
    return oauth.processDeviceAuthorizationResponse(server, as, response);
  });
  return {
    deviceCode: answer.device_code,
    userCode: safeText(answer.user_code, 64),
    verificationUri: requireSafeUrl(answer.verification_uri, server),
    verificationUriComplete:
      answer.verification_uri_complete && requireSafeUrl(answer.verification_uri_complete, server),
    expiresAt: clock.now() + answer.expires_in * 1000,
    intervalSeconds: answer.interval ?? 5, // RFC 8628 §3.2
  };
}

function requireSafeUrl(text: string, server: Server): string {
  const url = safeUrl(text);
  if (url) return url.href;
  throw new DoorcodeError('unsafe_link', `${server.issuer} sent a link that is not http or https.`);
}
