import * as oauth from 'oauth4webapi';
import type { DpopKey } from './dpop-key.js';

/** The program that signs somebody in: a public client (RFC 6749 §2.1), so it has no secret. */
export interface Client {
  /** As registered at the server. */
  readonly clientId: string;
  /** Name and version of the program, for the `User-Agent` and the server's confirmation page. */
  readonly name: string;
  readonly version: string;
  /** What the person calls this machine. The server shows it as the device's own claim. */
  readonly deviceName?: string;
  /**
   * Binds the sign-in to this key from the first request on, where the server does so (RFC 9449); where it does not, the
   * tokens are bearer tokens. See `createDpopKey`.
   */
  readonly dpopKey?: DpopKey;
}

/** `acme/1.2.0 (linux)`: shown to the person who confirms, as what the device claims to be. */
export function userAgent({ name, version }: Client): string {
  const token = (text: string) => text.replace(/[^\w.!#$%&'*+^`|~-]+/g, '-'); // RFC 9110 §5.6.2
  return `${token(name)}/${token(version)} (${process.platform})`;
}

/** @internal */
export function oauthClient({ clientId }: Client): oauth.Client {
  // Nothing here trusts an id_token, so a device whose clock is wrong must not fail for its sake.
  return { client_id: clientId, [oauth.clockTolerance]: 3600 };
}
