/** What was asked and what was answered, as people may read it: every code, token and secret is cut to its prefix. */

export type Exchange = {
  /** What was done, such as `Poll`. */
  title: string;
  /** As HTTP shows it: the request line, headers, an empty line, the body. */
  request: string;
  status: number;
  answer: string;
};

/** Members and parameters whose values let somebody in. */
const secrets = new Set([
  'device_code',
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'client_secret',
]);

/** `dc_…`, `dc_rt_…`, `eyJ…`, else nothing of it. */
export const mask = (value: string): string => `${/^([a-z][a-z0-9-]*_(rt_)?|eyJ)/.exec(value)?.[0] ?? ''}…`;

/** What is sent: with the form's parameters one a line, and without what proves who sends it. */
export function writeRequest(
  method: string,
  path: string,
  { authorization, parameters }: { authorization: string | null; parameters: URLSearchParams | null },
): string {
  const [scheme = '', credential = ''] = authorization?.split(' ') ?? [];
  const lines = [`${method} ${path} HTTP/1.1`];
  if (authorization) lines.push(`authorization: ${scheme} ${scheme === 'Bearer' ? mask(credential) : '…'}`);
  if (parameters) {
    lines.push('content-type: application/x-www-form-urlencoded', '');
    const pairs = [...parameters].map(([name, value]) =>
      secrets.has(name) ? `${name}=${mask(value)}` : new URLSearchParams([[name, value]]).toString(),
    );
    lines.push(pairs.join('\n&'));
  }
  return lines.join('\n');
}

const shownHeaders = ['content-type', 'cache-control', 'www-authenticate', 'retry-after', 'dpop-nonce'];

/** What came back: JSON laid out, and masked at any depth. */
export function writeAnswer(status: number, headers: Headers, text: string): string {
  const lines = [`HTTP/1.1 ${status}`];
  for (const name of shownHeaders)
    if (headers.has(name)) lines.push(`${name}: ${name === 'dpop-nonce' ? '…' : headers.get(name)}`);
  if (text !== '') lines.push('', layOut(text));
  return lines.join('\n');
}

function layOut(text: string): string {
  try {
    const masked = (name: string, value: unknown) =>
      secrets.has(name) && typeof value === 'string' ? mask(value) : value;
    return JSON.stringify(JSON.parse(text), masked, 2);
  } catch {
    return mask(text);
  }
}
