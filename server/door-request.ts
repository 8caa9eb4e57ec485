import type { IncomingMessage, ServerResponse } from 'node:http';
import { env } from '@/lib/env';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpAnswer, HttpRequest } from '@/lib/oauth/http';

/** Node's own request as an endpoint reads it: nothing is copied, and nothing made before it is asked for. */
export class DoorRequest implements HttpRequest {
  readonly #incoming: IncomingMessage;
  readonly #response: ServerResponse;
  readonly headers: HttpRequest['headers'];
  readonly body = null;
  bodyUsed = false;
  #hangUp: AbortController | undefined;
  #received: Buffer<ArrayBuffer> | null | OAuthError | undefined;

  /** `headers` is what the front door lets through of the request's own. */
  constructor(incoming: IncomingMessage, response: ServerResponse, headers: HttpRequest['headers']) {
    this.#incoming = incoming;
    this.#response = response;
    this.headers = headers;
  }

  get method(): string {
    return this.#incoming.method ?? 'GET';
  }

  /** Under the address that we are known by: `Host` is only what somebody says. */
  get url(): string {
    return env().publicUrl + this.#incoming.url;
  }

  get signal(): AbortSignal {
    if (!this.#hangUp) {
      const hangUp = new AbortController();
      this.#hangUp = hangUp;
      if (this.#response.destroyed) hangUp.abort();
      else this.#response.once('close', () => hangUp.abort());
    }
    return this.#hangUp.signal;
  }

  /** Read the body, then go on; one that is longer than `most`, or is cut off, is found out by {@link readBytes}. */
  receive(most: number, goOn: () => void): void {
    const incoming = this.#incoming;
    const chunks: Buffer<ArrayBuffer>[] = [];
    let size = 0;
    const done = (received: Buffer<ArrayBuffer> | null | OAuthError) => {
      if (this.#received !== undefined) return;
      this.#received = received;
      goOn();
    };
    incoming.on('data', (chunk: Buffer<ArrayBuffer>) => {
      size += chunk.length;
      if (size > most) {
        this.#response.shouldKeepAlive = false;
        done(null);
      } else chunks.push(chunk);
    });
    incoming.on('end', () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    // Nobody reads the answer any more.
    incoming.on('error', () => done(new OAuthError('invalid_request', 'The body was cut off.')));
  }

  async readBytes(): Promise<Buffer<ArrayBuffer> | null> {
    this.bodyUsed = true;
    if (this.#received instanceof OAuthError) throw this.#received;
    return this.#received ?? null;
  }
}

/** What an endpoint answers in a way of its own, such as a redirect, or cookies. */
export async function writeResponse(
  response: ServerResponse,
  answer: Response,
  headers: readonly string[],
): Promise<void> {
  const own = [...answer.headers].flat();
  response.writeHead(answer.status, [...headers, ...own]);
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** Status, headers and body in one write. `headers` is a flat list of names and values, to which the answer's own are added. */
export function writeAnswer(
  response: ServerResponse,
  { status, common, headers: own, body }: HttpAnswer,
  headers: string[],
): void {
  for (const name in common) headers.push(name, common[name]!);
  for (const name in own) headers.push(name, own[name]!);
  if (body === null) {
    response.writeHead(status, headers);
    response.end();
    return;
  }
  headers.push('content-length', String(Buffer.byteLength(body)));
  response.writeHead(status, headers);
  response.end(body);
}
