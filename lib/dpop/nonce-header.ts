import { currentNonce } from '@/lib/dpop/nonce';
import type { HttpRequest } from '@/lib/oauth/http';

/** What every answer to a request with a proof carries, so that the next proof has a fresh nonce (RFC 9449 §8.2). */
export function addNonce(ctx: { now: Date }, request: HttpRequest, headers: Record<string, string>): void {
  if (request.headers.has('dpop')) headers['dpop-nonce'] = currentNonce(ctx.now);
}
