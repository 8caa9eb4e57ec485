/**
 * What an endpoint reads of a request, by the Fetch API's names: a `Request` is one, and so is what the front door makes
 * of Node's own (server/door-request.ts), which costs a fraction of it.
 */
export type HttpRequest = Pick<Request, 'method' | 'url'> & {
  readonly headers: Pick<Headers, 'get' | 'has'>;
  /** The chunks of the body, or null without one. */
  readonly body: AsyncIterable<Uint8Array> | null;
  readonly bodyUsed: boolean;
  /** Where the body can be read at once: its bytes, or null when there are more than `most`, which are not read further. */
  readBytes?(most: number): Promise<Buffer<ArrayBuffer> | null>;
  /** Aborted when whoever asked has hung up. */
  readonly signal: AbortSignal;
};

type HeaderFields = Readonly<Record<string, string>>;

/** What an endpoint answers: written by the front door as it is, and elsewhere as a `Response`. */
export class HttpAnswer {
  readonly status: number;
  /** Those of every answer of its kind. Names in lower case, here and below. */
  readonly common: HeaderFields;
  /** This one's own. */
  readonly headers: Record<string, string>;
  readonly body: string | null;

  constructor(status: number, common: HeaderFields, headers: Record<string, string>, body: string | null) {
    this.status = status;
    this.common = common;
    this.headers = headers;
    this.body = body;
  }

  toResponse(): Response {
    return new Response(this.body, { status: this.status, headers: { ...this.common, ...this.headers } });
  }
}
