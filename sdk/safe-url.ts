/**
 * The link, when it may be given to a browser; else undefined.
 *
 * A server decides what `verification_uri` says (RFC 8628 §3.2), and what opens it decides by the scheme:
 * `file:`, `javascript:` or an application's own scheme would run something. A user name in front of the host
 * (`https://github.com@evil.example`) only serves to deceive. Print and open `href`, which is plain ASCII.
 */
export function safeUrl(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > 2048) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.username || url.password ? undefined : url;
}
