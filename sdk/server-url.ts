import { DoorcodeError } from './errors.js';
import { safeText } from './safe-text.js';

/** Addresses of this machine, which plain http may reach: nobody can listen in between (RFC 8252 §8.3). */
export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

/** Throws `insecure_url` for anything but https, http to this machine, or http when that was asked for. */
export function requireSecure(url: URL, allowHttp: boolean): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && (allowHttp || isLoopback(url))) return;
  throw new DoorcodeError(
    'insecure_url',
    `${safeText(url.href)} is not https: tokens would travel readable by everyone on the way.`,
  );
}

/**
 * The one spelling of a server's address. A bare host loses the slash that people type or leave out; a path is
 * kept as it is, since issuers that end in a slash exist.
 *
 * @param text what a person typed, e.g. `https://Login.Acme.dev/`
 * @throws {@link DoorcodeError} `invalid_server_url`, `insecure_url`
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2 (an issuer has no query and no fragment)
 */
export function parseServerUrl(text: string, allowHttp = false): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new DoorcodeError(
      'invalid_server_url',
      `"${safeText(text)}" is not the address of a server: give one like https://login.example.com.`,
    );
  }
  requireSecure(url, allowHttp);
  return url.pathname === '/' ? url.origin : url.href;
}
