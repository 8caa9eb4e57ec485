import type { IncomingMessage } from 'node:http';
import { env } from '@/lib/env';

/**
 * On this machine a server has many names (127.0.0.1, localhost, whatever a hostile site's DNS points here), and only
 * PUBLIC_URL's has its cookies and its origin. A page that is asked for under another one is found there. With a public
 * address a proxy stands before us, and what it sends as Host is its own business.
 */
export function foreignHost(request: IncomingMessage): string | null {
  const { isLoopback, publicUrl } = env();
  const host = request.headers.host;
  if (!isLoopback || host === undefined || isOwnPort(host, request)) return null;
  return publicUrl + request.url;
}

/** `localhost` at the port that was asked is ours on every node; two nodes on one machine differ by their ports alone. */
function isOwnPort(host: string, request: IncomingMessage): boolean {
  const { hostname } = new URL(env().publicUrl);
  return host === new URL(env().publicUrl).host || host === `${hostname}:${request.socket.localPort}`;
}
