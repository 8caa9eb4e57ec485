import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { logger } from '@/lib/log';
import { maxBodyBytes } from '@/lib/oauth/body';
import type { Endpoint } from '@/lib/oauth/endpoint';
import { HttpAnswer } from '@/lib/oauth/http';
import { type Methods, methodNames, refuseOther } from '@/lib/oauth/methods';
import { addressHeader, requestIdHeader } from '@/lib/oauth/request-context';
import { DoorRequest, writeAnswer, writeResponse } from '@/server/door-request';
import { headersOf, rewriteHeaders } from '@/server/request-headers';
import { together } from '@/server/together';

/** What the front door knows of a request; `log` writes its line. */
type Known = { address: string; requestId: string; log: () => void };

/**
 * The door of one path, with the headers that each of its answers has. An endpoint that can answer Node's request as it is
 * does so; the others get a `Request` and return a `Response`, which costs more.
 */
export function doorOf(methods: Methods, always: [string, string][]) {
  const listener = getRequestListener((request) => answerRequest(methods, request), {
    overrideGlobalObjects: false,
  });
  const direct = directOf(methods.POST);
  const flat = always.flat();
  return (request: IncomingMessage, response: ServerResponse, { address, requestId, log }: Known): void => {
    if (direct && request.method === 'POST' && !isTooLarge(request)) {
      const asked = new DoorRequest(request, response, headersOf(request, address, requestId));
      answerDirectly(direct, asked, response, [...flat, requestIdHeader, requestId], log);
      return;
    }
    response.once('close', log);
    for (const [name, value] of always) response.setHeader(name, value);
    response.setHeader(requestIdHeader, requestId);
    rewriteHeaders(request, { [addressHeader()]: address, [requestIdHeader]: requestId });
    if (isTooLarge(request)) refuseBody(response);
    else void listener(request, response);
  };
}

const directOf = (handler: Methods['POST']) =>
  'direct' in handler ? (handler as Endpoint).direct : undefined;

const toDecide = together();
const toWrite = together();

function answerDirectly(
  direct: Endpoint['direct'],
  request: DoorRequest,
  response: ServerResponse,
  headers: string[],
  log: () => void,
): void {
  const fail = (err: unknown) => {
    logger().error({ err }, 'unexpected failure');
    response.destroy();
  };
  const write = (answer: HttpAnswer | Response) => {
    if (!response.destroyed) {
      if (answer instanceof HttpAnswer) writeAnswer(response, answer, headers);
      else writeResponse(response, answer, headers).catch(fail);
    }
    log();
  };
  const decide = () => void direct(request).then((answer) => toWrite(() => write(answer)), fail);
  request.receive(maxBodyBytes, () => toDecide(decide));
}

async function answerRequest(methods: Methods, request: Request): Promise<Response> {
  if (request.method !== 'HEAD') {
    const handler = methodNames.find((name) => name === request.method);
    return handler ? methods[handler](request) : refuseOther(methods, request);
  }
  const { status, headers } = await methods.GET(request);
  return new Response(null, { status, headers });
}

export const isTooLarge = (request: IncomingMessage): boolean =>
  Number(request.headers['content-length'] ?? 0) > maxBodyBytes;

function refuseBody(response: ServerResponse): void {
  const headers = { 'cache-control': 'no-store', pragma: 'no-cache', connection: 'close' };
  response.writeHead(413, { 'content-type': 'application/json', ...headers });
  response.end('{"error":"payload_too_large","error_description":"The body is larger than 64 KiB."}');
}
