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

  readBytes(most: number): Promise<Buffer<ArrayBuffer> | null> {
    const incoming = this.#incoming;
    this.bodyUsed = true;
    return new Promise((resolve, reject) => {
      const chunks: Buffer<ArrayBuffer>[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer<ArrayBuffer>) => {
        size += chunk.length;
        if (size > most) resolve(null);
        else chunks.push(chunk);
      });
      incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
      // Nobody reads the answer any more.
      incoming.on('error', () => reject(new OAuthError('invalid_request', 'The body was cut off.')));
    });
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
  { status, headers: own, body }: HttpAnswer,
  headers: readonly string[],
): void {
  const all = [...headers];
  for (const name in own) all.push(name, own[name]!);
  if (body !== null) all.push('content-length', String(Buffer.byteLength(body)));
  response.writeHead(status, all);
  response.end(body ?? undefined);
}
