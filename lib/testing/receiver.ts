import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };

/** Somebody who receives webhooks, on a port of this machine. `answer`: a status, or nothing at all. */
export async function startReceiver(
  answer: (
    received: Received,
  ) => number | 'silence' | { status: number; headers?: Record<string, string>; body?: string } = () => 204,
) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const one = { path: request.url!, headers: request.headers, body };
    received.push(one);
    const said = answer(one);
    if (said === 'silence') return;
    const { status, headers = {}, body: text = '' } = typeof said === 'number' ? { status: said } : said;
    response.writeHead(status, { connection: 'close', ...headers }).end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    received,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
