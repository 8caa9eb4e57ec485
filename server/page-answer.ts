import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Assets } from '@/server/assets';
import { pagePolicy } from '@/server/security-headers';
import { withoutScripts } from '@/server/without-scripts';

/**
 * What Next.js answers with HTML leaves in one piece: without its scripts, with the policy that fits what is left, and
 * compressed. No page of ours streams (none has a boundary that waits), so nothing is sent later than before. Any
 * other answer passes as it is.
 */
export function rewritePage(
  request: IncomingMessage,
  response: ServerResponse,
  known: { nonce: string; assets: Assets },
): void {
  const { writeHead, write, end, flushHeaders } = response;
  const coding = codingOf(request);
  // What Next.js would compress could not be read here.
  delete request.headers['accept-encoding'];
  const chunks: Buffer[] = [];
  let isEnded = false;

  const isPage = () =>
    !response.headersSent && String(response.getHeader('content-type') ?? '').startsWith('text/html');
  const take = (given: unknown[]): void => {
    const [chunk, encoding] = given;
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, encodingOf(encoding)));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    const done = given.findLast((one) => typeof one === 'function') as (() => void) | undefined;
    if (done) queueMicrotask(done);
  };
  const leave = (...body: Buffer[]): void => {
    writeHead.call(response, response.statusCode);
    Reflect.apply(end, response, body);
  };
  const send = async () => {
    const { html, hasScript } = withoutScripts(Buffer.concat(chunks).toString('utf8'), {
      nonce: known.nonce,
      pathOf: known.assets.pathOf,
    });
    if (hasScript) response.setHeader('content-security-policy', pagePolicy(known.nonce, hasScript));
    const body = await compress[coding](Buffer.from(html, 'utf8'));
    if (coding !== 'identity') response.setHeader('content-encoding', coding);
    if (!/accept-encoding/i.test(String(response.getHeader('vary') ?? '')))
      response.appendHeader('vary', 'accept-encoding');
    response.setHeader('content-length', body.length);
    leave(body);
  };

  Object.assign(response, {
    writeHead: (status: number, ...rest: unknown[]) => {
      const given = rest.at(-1);
      if (typeof given === 'object' && !Array.isArray(given))
        for (const [name, value] of Object.entries(given as OutgoingHttpHeaders))
          if (value !== undefined) response.setHeader(name, value);
      if (!isPage()) return Reflect.apply(writeHead, response, [status, ...rest]);
      response.statusCode = status;
      return response;
    },
    flushHeaders: () => {
      if (!isPage()) flushHeaders.call(response);
    },
    write: (...given: unknown[]) => {
      if (!isPage()) return Reflect.apply(write, response, given);
      take(given);
      return true;
    },
    end: (...given: unknown[]) => {
      if (!isPage()) return Reflect.apply(end, response, given);
      if (isEnded) return response;
      isEnded = true;
      take(given);
      if (chunks.length === 0) leave();
      else send().catch((error: Error) => response.destroy(error));
      return response;
    },
  });
}

const encodingOf = (given: unknown): BufferEncoding =>
  typeof given === 'string' ? (given as BufferEncoding) : 'utf8';

export type Coding = 'br' | 'gzip' | 'identity';

/** What the client takes (RFC 9110 §12.5.3): brotli before gzip; a coding with the weight 0 is refused. */
export function codingOf({ headers }: Pick<IncomingMessage, 'headers'>): Coding {
  const offered = String(headers['accept-encoding'] ?? '').toLowerCase();
  const takes = (name: string) =>
    new RegExp(`(^|[,\\s])${name}\\s*(;(?!\\s*q=0(\\.0*)?\\s*(,|$))|,|$)`).test(offered);
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}

const brotli = promisify(brotliCompress);

/** Fast, for what is made for one request. */
const compress: Record<Coding, (body: Buffer) => Promise<Buffer> | Buffer> = {
  br: (body) => brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: promisify(gzip),
  identity: (body) => body,
};
