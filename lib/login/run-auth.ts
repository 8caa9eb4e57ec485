import { Auth, type AuthConfig, skipCSRFCheck } from '@auth/core';
import type { Adapter } from '@auth/core/adapters';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { env } from '@/lib/env';
import { authBasePath, authConfig } from '@/lib/login/auth-config';
import type { OpenedProvider } from '@/lib/login/auth-provider';
import { sessionCookieName } from '@/lib/login/cookies';
import { requestContext } from '@/lib/oauth/request-context';

export type Run = (step: Request, config: AuthConfig) => Promise<Response>;
const runCore: Run = (step, config) => Auth(step, { ...config, skipCSRFCheck }) as Promise<Response>;

/**
 * Run one step of Auth.js from a form or page of ours, which has passed our own guard. Auth.js makes a redirect of
 * every failure; that the storage is away is no verdict on a link, and is thrown on (I7). `run` is NextAuth's own
 * entrance where a provider sends people back.
 */
export async function runAuth(
  request: Request,
  path: string,
  init: AuthStep,
  { provider = null, run = runCore }: { provider?: OpenedProvider | null; run?: Run } = {},
): Promise<Response> {
  const config = authConfig(requestContext(request), provider);
  const watched = watchStorage(config.adapter!);
  const answer = await run(requestForAuth(request, path, init), { ...config, adapter: watched.adapter });
  if (watched.outage()) throw watched.outage();
  return answer;
}

function watchStorage(adapter: Adapter): { adapter: Adapter; outage: () => unknown } {
  let outage: unknown;
  const watch =
    (method: (...given: unknown[]) => unknown) =>
    async (...given: unknown[]) => {
      try {
        return await method(...given);
      } catch (error) {
        if (isStorageUnavailable(error)) outage = error;
        throw error;
      }
    };
  const methods = Object.entries(adapter).map(([name, method]) => [name, watch(method)]);
  return { adapter: Object.fromEntries(methods) as Adapter, outage: () => outage };
}

type AuthStep = { method: 'GET' | 'POST'; body?: URLSearchParams; headers?: Record<string, string> };

/**
 * The request that Auth.js sees carries PUBLIC_URL's origin, whatever Host the browser sent, and no session: signing
 * in never links an account to whoever happens to be signed in.
 */
function requestForAuth(request: Request, path: string, init: AuthStep): Request {
  const headers = new Headers({
    cookie: cookiesWithoutSession(request.headers.get('cookie') ?? ''),
    ...init.headers,
  });
  const url = `${env().publicUrl}${authBasePath}${path}`;
  return new Request(url, { method: init.method, headers, ...(init.body ? { body: init.body } : {}) });
}

const cookiesWithoutSession = (header: string): string =>
  header
    .split(';')
    .filter((pair) => pair.split('=')[0]?.trim() !== sessionCookieName())
    .join(';');
