import type { ServerResponse } from 'node:http';
import { hadOutageSince } from '@/lib/db/pool';
import { forAdministrators, nothingHere, plainPage } from '@/lib/login/plain-page';

/**
 * What Next.js sends for a page that gave up (failed, or called `forbidden` or `notFound`) is a shell that only scripts
 * can fill. Instead: a page that can be read without them, and 503, to be tried again, rather than 500 when it failed
 * for want of the storage (I7).
 */
export function replaceFailedPage(response: ServerResponse): void {
  const started = performance.now();
  const { writeHead, write, end } = response;
  let isReplaced = false;

  const isFailed = () => !response.headersSent && response.statusCode in insteadOf;
  const swallow = (given: unknown[]): boolean => {
    const done = given.findLast((one) => typeof one === 'function') as (() => void) | undefined;
    if (done) queueMicrotask(done);
    return true;
  };
  const send = async () => {
    const page = insteadOf[response.statusCode]!(started, response.req.url ?? '/');
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'etag'])
      response.removeHeader(name);
    for (const [name, value] of page.headers) response.setHeader(name, value);
    const html = await page.text();
    writeHead.call(response, page.status);
    end.call(response, html, 'utf8');
  };

  const patched = {
    writeHead: (status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      return isFailed() ? response : Reflect.apply(writeHead, response, [status, ...rest]);
    },
    write: (...given: unknown[]) => (isFailed() ? swallow(given) : Reflect.apply(write, response, given)),
    end: (...given: unknown[]) => {
      if (!isFailed() || isReplaced) return Reflect.apply(end, response, given);
      isReplaced = true;
      swallow(given);
      void send();
      return response;
    },
  };
  Object.assign(response, patched);
}

const insteadOf: Record<number, (started: number, path: string) => Response> = {
  403: forAdministrators,
  404: (_started, path) => nothingHere(path),
  500: (started) => (hadOutageSince(started) ? unavailable() : broken()),
};

const unavailable = () =>
  plainPage(
    503,
    'Please try again in a moment',
    'The server cannot reach its storage. Nothing was changed.',
    2,
  );
const broken = () =>
  plainPage(
    500,
    'Something went wrong on our side',
    'Try again in a moment, or ask whoever runs this server.',
  );
