import { Auth, skipCSRFCheck } from '@auth/core';
import { env } from '@/lib/env';
import { authBasePath, authConfig } from '@/lib/login/auth-config';
import { sessionCookieName } from '@/lib/login/cookies';

/** Run one step of Auth.js from a form or page of ours, which has passed our own guard. */
export const runAuth = (request: Request, path: string, init: AuthStep): Promise<Response> =>
  Auth(requestForAuth(request, path, init), { ...authConfig(), skipCSRFCheck });

type AuthStep = { method: 'GET' | 'POST'; body?: URLSearchParams; headers?: Record<string, string> };

/**
 * The request that Auth.js sees carries PUBLIC_URL's origin, whatever Host the browser sent, and no session: signing
 * in never links an account to whoever happens to be signed in.
 */
export function requestForAuth(request: Request, path: string, init: AuthStep): Request {
  const headers = new Headers({
    cookie: cookiesWithoutSession(request.headers.get('cookie') ?? ''),
    ...init.headers,
  });
  const url = `${env().publicUrl}${authBasePath}${path}`;
  return new Request(url, { method: init.method, headers, ...(init.body ? { body: init.body } : {}) });
}

export const cookiesWithoutSession = (header: string): string =>
  header
    .split(';')
    .filter((pair) => pair.split('=')[0]?.trim() !== sessionCookieName())
    .join(';');
