import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { methods } from '@/lib/oauth/methods';
import { requestContext } from '@/lib/oauth/request-context';
import { setTestEnv } from '@/lib/testing/env';
import { createFront } from '@/server/front';
import { pagePaths } from '@/server/pages';

/** What a route and a page see of a request, through a real socket. */
const routes = {
  '/protocol': methods({
    POST: async (sent) => {
      const { ip, network, requestId } = requestContext(sent);
      return Response.json({
        ip,
        network,
        requestId,
        body: await sent.text(),
        headers: Object.fromEntries(sent.headers),
      });
    },
    GET: () => Response.json({ ok: true }),
  }),
  '/only-posted': methods({ POST: () => Response.json({}) }),
  '/things/[id]': methods({ GET: () => Response.json({}), DELETE: () => Response.json({ deleted: true }) }),
};
const next = async (sent: IncomingMessage, response: ServerResponse) => {
  if (sent.url === '/broken') {
    response.statusCode = 500;
    response.setHeader('content-encoding', 'gzip');
    response.write('a shell that only scripts can fill');
    return void response.end();
  }
  response.end(JSON.stringify({ headers: sent.headers, path: sent.url }));
};

const assets = { find: () => undefined, pathOf: () => undefined };

let server: Server;
async function open(variables: Record<string, string> = {}) {
  let front: RequestListener;
  server = createServer((sent, response) => front(sent, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  setTestEnv({ PUBLIC_URL: base, ...variables });
  front = createFront({ routes, pages: pagePaths(['/page', '/broken']), assets, next });
  return base;
}
afterEach(() => server.close());

const post = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, { method: 'POST', headers, body: 'a=1' });
  return {
    answer,
    seen: (await answer.json()) as {
      ip: string;
      network: string;
      requestId: string;
      headers: Record<string, string>;
    },
  };
};

describe('who is asking', () => {
  test('is the socket, whatever the client says', async () => {
    const base = await open();
    const { seen } = await post(`${base}/protocol`, {
      'x-forwarded-for': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
      'x-real-ip': '203.0.113.9',
    });
    expect(seen).toMatchObject({ ip: '127.0.0.1', network: '127.0.0.0/24' });
    expect(Object.keys(seen.headers).filter((name) => /forwarded|real-ip/.test(name))).toEqual([]);
  });

  test('is the hop before a trusted proxy', async () => {
    const base = await open({ TRUSTED_PROXIES: '127.0.0.1' });
    const { seen } = await post(`${base}/protocol`, { 'x-forwarded-for': '10.0.0.1, 203.0.113.9' });
    expect(seen).toMatchObject({ ip: '203.0.113.9', network: '203.0.113.0/24' });
  });

  test('neither address nor request id can be sent in', async () => {
    const base = await open();
    const { seen, answer } = await post(`${base}/protocol`, {
      'x-request-id': 'mine',
      'x-doorcode-address': '203.0.113.9',
      'x-middleware-subrequest': 'x',
    });
    expect(seen.requestId).not.toBe('mine');
    expect(answer.headers.get('x-request-id')).toBe(seen.requestId);
    expect(seen.headers).not.toHaveProperty('x-middleware-subrequest');
  });
});

describe('headers', () => {
  test('a protocol answer runs, loads and frames nothing', async () => {
    const base = await open();
    const { answer } = await post(`${base}/protocol`);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('strict-transport-security')).toBeNull();
  });

  test('a page has a nonce of its own, the same for the browser and for Next.js', async () => {
    const base = await open();
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const answer = await fetch(`${base}/page`, {
        headers: { 'content-security-policy': "script-src 'nonce-mine'" },
      });
      const policy = answer.headers.get('content-security-policy')!;
      const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
      const { headers } = (await answer.json()) as { headers: Record<string, string> };
      expect(headers['content-security-policy']).toContain(`script-src 'nonce-${nonce}';`);
      expect(policy).toContain("script-src 'none';");
      nonces.add(nonce);
      expect(policy).toContain("frame-ancestors 'none'");
    }
    expect(nonces.size).toBe(3);
  });

  test('https is said to last, and forms lead to this server alone, whatever provider is configured', async () => {
    const base = await open({
      PUBLIC_URL: 'https://login.example.com',
      EMAIL_SERVER: 'smtp://x',
      EMAIL_FROM: 'a@b.c',
      AUTH_GITHUB_ID: 'a',
      AUTH_GITHUB_SECRET: 'b',
    });
    const answer = await fetch(`${base}/page`);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'self';");
  });
});

describe('refusals at the door', () => {
  test('a declared body over 64 KiB is not read', async () => {
    const base = await open();
    const { port } = new URL(base);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(
        { port, host: '127.0.0.1', path: '/protocol', method: 'POST', headers: { 'content-length': 70_000 } },
        (answer) => {
          resolve(answer.statusCode);
          sending.destroy();
        },
      );
      sending.on('error', reject);
      sending.flushHeaders();
    });
    expect(status).toBe(413);
  });

  test.each(['/%', '/a/%ff', '/%c3%28/page'])(
    'a path that stands for no text is refused: %s',
    async (path) => {
      const base = await open();
      expect((await fetch(base + path)).status).toBe(400);
    },
  );

  test('a page is only read', async () => {
    const base = await open();
    const answer = await fetch(`${base}/page`, { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('a page under another name of this machine is found under PUBLIC_URL’s', async () => {
    const base = await open();
    const answer = await fetch(`${base.replace('127.0.0.1', 'localhost')}/page?a=1`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, `${base}/page?a=1`]);
  });

  test('a page that failed can be read without scripts', async () => {
    const base = await open();
    const answer = await fetch(`${base}/broken`, { headers: { 'accept-encoding': 'identity' } });
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([500, null]);
    expect(await answer.text()).toContain('Something went wrong on our side');
  });

  test('HEAD is GET without the body, and a method that nobody knows is refused', async () => {
    const base = await open();
    const head = await fetch(`${base}/protocol`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${base}/protocol`, { method: 'PROPFIND' })).status).toBe(405);
  });

  test.each([
    ...['PROPFIND', 'SEARCH', 'REPORT', 'QUERY', 'PURGE', 'LINK', 'UNLOCK', 'M-SEARCH', 'TRACE'],
    ...['POST', 'PUT', 'PATCH'],
  ])('%s deletes nothing where DELETE does: it is refused, and what is allowed is said', async (method) => {
    const base = await open();
    const [answer, text] = await new Promise<[IncomingMessage, string]>((resolve, reject) => {
      const asked = request(`${base}/things/1`, { method }, async (answer) => {
        answer.setEncoding('utf8');
        resolve([answer, (await answer.toArray()).join('')]);
      });
      asked.on('error', reject).end();
    });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, DELETE, OPTIONS, HEAD']);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(text)).toEqual({
      error: 'method_not_allowed',
      error_description: 'Use GET or DELETE.',
    });
  });

  test('DELETE deletes, and HEAD is refused where there is no GET', async () => {
    const base = await open();
    const deleted = await fetch(`${base}/things/1`, { method: 'DELETE' });
    expect(await deleted.json()).toEqual({ deleted: true });
    const head = await fetch(`${base}/only-posted`, { method: 'HEAD' });
    expect([head.status, head.headers.get('allow'), await head.text()]).toEqual([405, 'POST, OPTIONS', '']);
  });
});
