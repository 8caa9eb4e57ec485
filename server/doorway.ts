import type { createServer, RequestListener, Server } from 'node:http';

const drainMs = 10_000;

/** The listening socket, from before the server can answer until the last answer is out. */
export class Doorway {
  readonly #server: Server;
  #drained: Promise<void> | undefined;
  #listener: RequestListener = (_request, response) => {
    response.writeHead(503, {
      'content-type': 'text/plain; charset=utf-8',
      'retry-after': '2',
      'cache-control': 'no-store',
    });
    response.end('Doorcode is starting.\n');
  };

  private constructor(create: typeof createServer) {
    this.#server = create(
      { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 75_000 },
      (request, response) => this.#listener(request, response),
    );
  }

  /** Listen, and answer 503 until a listener is handed over. Rejects when the port is taken. */
  static async open(create: typeof createServer, at: { port: number; host: string }): Promise<Doorway> {
    const doorway = new Doorway(create);
    await new Promise<void>((resolve, reject) => {
      doorway.#server.once('error', reject);
      doorway.#server.listen(at.port, at.host, resolve);
    });
    return doorway;
  }

  hand(listener: RequestListener): void {
    this.#listener = listener;
  }

  /** Stop accepting, let what was begun finish, within ten seconds. */
  drain(): Promise<void> {
    this.#drained ??= this.#close();
    return this.#drained;
  }

  #close(): Promise<void> {
    return new Promise((resolve) => {
      const force = setTimeout(() => this.#server.closeAllConnections(), drainMs);
      this.#server.close(() => {
        clearTimeout(force);
        resolve();
      });
      this.#server.closeIdleConnections();
      // A connection that is kept alive by its client is closed after the answer that is under way.
      const listener = this.#listener;
      this.#listener = (request, response) => {
        response.setHeader('connection', 'close');
        listener(request, response);
      };
    });
  }
}
