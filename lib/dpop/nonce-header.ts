import { currentNonce } from '@/lib/dpop/nonce';
import type { HttpRequest } from '@/lib/oauth/http';

/** What every answer to a request with a proof carries, so that the next proof has a fresh nonce (RFC 9449 §8.2). */
export const nonceHeader = (ctx: { now: Date }, request: HttpRequest): Record<string, string> =>
  request.headers.has('dpop') ? { 'dpop-nonce': currentNonce(ctx.now) } : {};
