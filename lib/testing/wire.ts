import { afterAll, beforeAll, vi } from 'vitest';
import type { Method } from '@/lib/oauth/methods';
import { start } from '@/lib/testing/factories';
import { routes } from '@/server/routes';

/** The front door's own functions with plain requests: no server, no socket, no Next.js. */

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a system answers is what the test says of it
  body: any;
};

type Sent = {
  json?: unknown;
  form?: Record<string, string>;
  text?: string;
  headers?: Record<string, string>;
};

/** One request. `x` is said to be the origin; of the client's address nothing is known. */
export async function send(method: Method, path: string, { json, form, text, headers = {} }: Sent = {}) {
  const url = new URL(path, 'http://localhost:3000');
  const body = json === undefined ? (form ? new URLSearchParams(form) : text) : JSON.stringify(json);
  const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
  const sent = new Request(url, {
    ...{ method, headers: { ...type, ...headers } },
    ...(body === undefined ? {} : { body }),
  });
  return read(await handlerOf(url.pathname, method)(sent));
}

export const post = (path: string, json: unknown, headers?: Record<string, string>) =>
  send('POST', path, { json, ...(headers ? { headers } : {}) });
export const get = (path: string, headers?: Record<string, string>) =>
  send('GET', path, headers ? { headers } : {});
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function handlerOf(path: string, method: Method) {
  const pattern = Object.keys(routes).find((one) =>
    new RegExp(`^${one.replace(/\[[^/]+\]/g, '[^/]+')}$`).test(path),
  );
  const methods = routes[path] ?? routes[pattern ?? ''];
  if (!methods) throw new Error(`no route of the front door: ${path}`);
  return methods[method];
}

async function read(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : text };
}

/** The wall clock of a test file stands at `start` and goes only where it is told to; timers run on. */
export function withClock(): { at: (seconds: number) => void } {
  const at = (seconds: number) => vi.setSystemTime(start.getTime() + seconds * 1000);
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    at(0);
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  return { at };
}
