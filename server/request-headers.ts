import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '@/lib/oauth/http';
import { addressHeader, requestIdHeader } from '@/lib/oauth/request-context';

/** What a client may not say: where it came from, how it was routed, and anything that reads like our own headers. */
const stripped =
  /^(forwarded|x-forwarded-.*|x-real-ip|x-request-id|x-doorcode-.*|x-middleware-.*|x-invoke-.*|x-matched-path|x-now-.*|content-security-policy(-report-only)?)$/i;

/** A request's headers without these, and with ours; each is looked at when it is asked for. */
export function headersOf(
  { headers }: IncomingMessage,
  address: string,
  requestId: string,
): HttpRequest['headers'] {
  const addressName = addressHeader();
  const get = (name: string): string | null => {
    if (name === addressName) return address;
    if (name === requestIdHeader) return requestId;
    const value = headers[name];
    if (value === undefined || stripped.test(name)) return null;
    return typeof value === 'string' ? value : value.join(', ');
  };
  return { get, has: (name) => get(name) !== null };
}

/** Both readings of a request's headers, Node's map and the raw list that the Fetch adapter takes. */
export function rewriteHeaders(request: IncomingMessage, added: Record<string, string>): void {
  const raw = request.rawHeaders;
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    if (stripped.test(name)) delete request.headers[name.toLowerCase()];
    else kept.push(name, raw[i + 1]!);
  }
  for (const [name, value] of Object.entries(added)) {
    kept.push(name, value);
    request.headers[name] = value;
  }
  request.rawHeaders = kept;
}
