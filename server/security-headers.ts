import { env } from '@/lib/env';

/** On every answer. */
const common = (): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  ...(env().isHttps ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
});

/** A protocol answer is data: nothing in it may run, load or be framed. */
export const protocolHeaders = (): Record<string, string> => ({
  ...common(),
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
});

/** A page has no script, unless the front door finds one of ours in it. */
export const pageHeaders = (nonce: string) => ({
  ...common(),
  'content-security-policy': pagePolicy(nonce, false),
  'x-frame-options': 'DENY',
});

/** A page styles only what is our own or carries this answer's nonce, and runs only what carries it. */
export const pagePolicy = (nonce: string, hasScript: boolean): string =>
  [
    "default-src 'self'",
    hasScript ? `script-src 'nonce-${nonce}'` : "script-src 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    // A form that leads to a provider is answered by a page of ours first (app/login/continue).
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
