import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { env } from '@/lib/env';
import { logger, logRequest } from '@/lib/log';
import { tooLarge } from '@/lib/login/plain-page';
import type { Methods } from '@/lib/oauth/methods';
import { addressList, clientAddress } from '@/lib/oauth/network';
import { addressHeader, requestIdHeader } from '@/lib/oauth/request-context';
import type { Assets } from '@/server/assets';
import { doorOf, isTooLarge } from '@/server/door';
import { replaceFailedPage } from '@/server/failed-page';
import { foreignHost } from '@/server/foreign-host';
import { rewritePage } from '@/server/page-answer';
import type { PagePaths } from '@/server/pages';
import { rewriteHeaders } from '@/server/request-headers';
import { pageHeaders, pagePolicy, protocolHeaders } from '@/server/security-headers';

type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * The one place that knows the wire. It decides who is asking, strips what a client may not claim, caps bodies, sets
 * the security headers, and opens one of two doors: protocol paths go straight to the route modules' own functions,
 * everything else to Next.js.
 */
export function createFront(options: {
  routes: Record<string, Methods>;
  pages: PagePaths;
  assets: Assets;
  next: NextHandler;
}): RequestListener {
  const isTrusted = addressList(env().trustedProxies);
  const always = Object.entries(protocolHeaders());
  const doors = Object.entries(options.routes).map(
    ([path, methods]) => [path, doorOf(methods, always)] as const,
  );
  const fast = new Map(doors);
  const patterns = doors
    .filter(([path]) => path.includes('['))
    .map(([path, door]) => [new RegExp(`^${path.replace(/\[[^/]+\]/g, '[^/]+')}$`), door] as const);

  return (request, response) => {
    // A server is asked for a path (RFC 9112 §3.2.1); the other forms are a proxy's business.
    if (!request.url?.startsWith('/')) return refuseTarget(response);
    const path = pathOf(request.url);
    const exact = fast.get(path);
    if (!exact && !isReadable(path)) return refuseTarget(response);
    const requestId = randomUUID();
    const address = clientAddress(
      request.socket.remoteAddress ?? '',
      headerOf(request, 'x-forwarded-for'),
      isTrusted,
    );
    const log = lineOf(request, response, path, requestId, address);

    const door = exact ?? patterns.find(([pattern]) => pattern.test(path))?.[1];
    if (door) return door(request, response, { address, requestId, log });
    response.once('close', log);

    const own = { [addressHeader()]: address, [requestIdHeader]: requestId };

    response.setHeader(requestIdHeader, requestId);
    const asset = options.assets.find(path);
    if (asset) {
      setHeaders(response, protocolHeaders());
      return isRead(request.method) ? asset(request, response) : refuseMethod(response);
    }
    const nonce = randomBytes(16).toString('base64');
    setHeaders(response, pageHeaders(nonce));
    if (isTooLarge(request)) return void refuseForm(request, response);
    if (options.pages.has(path)) {
      if (!isRead(request.method)) return refuseMethod(response);
      const own = foreignHost(request);
      if (own) return leadTo(response, own);
    }
    if (!options.pages.isRoute(path)) rewritePage(request, response, { nonce, assets: options.assets });
    if (options.pages.has(path)) replaceFailedPage(response);
    // Next.js takes the nonce for its styles from the request's policy.
    rewriteHeaders(request, { ...own, 'content-security-policy': pagePolicy(nonce, true) });
    options.next(request, response).catch((error: unknown) => failPage(response, error));
  };
}

const pathOf = (url: string): string => {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
};

/** RFC 3986 §2.1: do its percent-encodings stand for text? Next.js fails on those that do not. */
const isReadable = (path: string): boolean => {
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
};

const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

function setHeaders(response: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

const isRead = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

function refuseMethod(response: ServerResponse): void {
  response.writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' });
  response.end('This is only read. Use GET.\n');
}

function leadTo(response: ServerResponse, location: string): void {
  response.writeHead(307, { location, 'cache-control': 'no-store' });
  response.end();
}

function refuseTarget(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end('Ask for a path.\n');
}

/** Most who send too much have chosen a large picture. They see the page only once it has all arrived, unless it is huge. */
async function refuseForm(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const page = tooLarge();
  const isHuge = Number(request.headers['content-length']) > 16 * 1024 * 1024;
  response.writeHead(page.status, {
    ...Object.fromEntries(page.headers),
    ...(isHuge && { connection: 'close' }),
  });
  response.end(await page.text());
}

function failPage(response: ServerResponse, error: unknown): void {
  logger().error({ err: error }, 'a page failed');
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Something went wrong on our side. Try again later.\n');
}

/** One line per request; never the query, the body or a header, which may hold codes and tokens. */
function lineOf(
  { method = '' }: IncomingMessage,
  response: ServerResponse,
  path: string,
  requestId: string,
  address: string,
): () => void {
  const started = performance.now();
  return () => {
    const ms = Math.round((performance.now() - started) * 10) / 10;
    // 499, as nginx has it: whoever asked had hung up.
    const status = response.headersSent ? response.statusCode : 499;
    logRequest({ path, requestId, address, method, status, ms });
  };
}
