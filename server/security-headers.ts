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

/** A page runs and styles only what carries this answer's nonce. */
export function pageHeaders(nonce: string) {
  return {
    ...common(),
    'content-security-policy': [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "object-src 'none'",
      "base-uri 'none'",
      // A form that leads to a provider is answered by a page of ours first (app/login/continue).
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
  };
}
