import { createServer } from 'node:net';
import path from 'node:path';

/** Where PostgreSQL listens: `host` is a socket directory (an absolute path) or 127.0.0.1. */
export type Endpoint = { host: string; port: number };

/** The number in the socket's name; the directory is the cluster's own, so it meets no other. */
const SOCKET_PORT = 5432;
/** Operating systems allow 104 to 108 bytes. */
const LONGEST_SOCKET_PATH = 100;

/** A Unix socket where its path fits, else a free port on 127.0.0.1, the one it had before if there was one. */
export async function chooseEndpoint(socketDir: string, previous: Endpoint | null): Promise<Endpoint> {
  const socket = path.join(socketDir, `.s.PGSQL.${SOCKET_PORT}`);
  if (Buffer.byteLength(socket) <= LONGEST_SOCKET_PATH) return { host: socketDir, port: SOCKET_PORT };
  return previous ?? { host: '127.0.0.1', port: await freePort() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

export function isSocket(endpoint: Endpoint): boolean {
  return endpoint.host.startsWith('/');
}

/** Both pg and libpq read it; a socket directory goes where libpq looks for it, into `host`. */
export function connectionStringOf({ host, port }: Endpoint, password: string): string {
  const base = `postgresql://doorcode:${password}@`;
  return host.startsWith('/')
    ? `${base}localhost:${port}/doorcode?host=${encodeURIComponent(host)}`
    : `${base}${host}:${port}/doorcode`;
}
