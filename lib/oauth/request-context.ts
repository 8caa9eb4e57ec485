import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@/lib/context';
import { networkOf } from '@/lib/oauth/network';
import { onePerProcess } from '@/lib/process';

/**
 * The header in which the front door hands on the client's address. Its name is random per process, so that no client
 * can send it, with or without the front.
 */
export const addressHeader = (): string =>
  onePerProcess('address-header', () => `x-doorcode-address-${randomUUID().replaceAll('-', '')}`);

export const requestIdHeader = 'x-request-id';

/** Fixed once per request; `now` is an argument only in tests. */
export function requestContext(
  request: { headers: Pick<Headers, 'get'> },
  now: Date = new Date(),
): RequestContext {
  const ip = request.headers.get(addressHeader());
  return {
    now,
    actor: { type: 'anonymous' },
    ip,
    network: ip && networkOf(ip),
    userAgent: request.headers.get('user-agent'),
    requestId: request.headers.get(requestIdHeader) ?? randomUUID(),
  };
}
