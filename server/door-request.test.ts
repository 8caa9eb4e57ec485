import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endpoint, TextAnswer } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import { methods } from '@/lib/oauth/methods';
import { requestContext } from '@/lib/oauth/request-context';
import { setTestEnv } from '@/lib/testing/env';
import { createFront } from '@/server/front';
import { pagePaths } from '@/server/pages';

/** What an endpoint sees of a request, and a client of its answer, where nothing of Fetch is between. */
const cookies = ['a=1; Path=/; HttpOnly', 'b=2; Path=/; Expires=Thu, 01 Jan 2026 00:00:00 GMT'];
const seen: unknown[] = [];
const routes = {
  '/echo': methods({
    POST: endpoint(async ({ ctx, parameters, request: asked }) => {
      const names = ['x-request-id', 'x-forwarded-for', 'forwarded', 'x-real-ip', 'x-doorcode-address'];
      const headers = names.map((name) => [name, asked.headers.get(name), asked.headers.has(name)]);
      seen.push({ ip: ctx.ip });
      return {
        ...Object.fromEntries(parameters),
        headers,
        id: ctx.requestId,
        url: asked.url,
        method: asked.method,
      };
    }),
  }),
  '/refused': methods({
    POST: endpoint(async ({ answerHeaders }) => {
      answerHeaders['x-own'] = 'own';
      throw new OAuthError('slow_down', 'Too fast.', { members: { interval: 10 } });
    }),
  }),
  '/broken': methods({
    POST: endpoint(async () => {
      throw new Error('a fault with a secret in it');
    }),
  }),
  '/nothing': methods({ POST: endpoint(async () => null) }),
  '/text': methods({ POST: endpoint(async () => new TextAnswer('ä signed one', 'application/jwt')) }),
  '/cookies': methods({
    POST: endpoint(async () => {
      const headers = new Headers({ location: '/there' });
      for (const cookie of cookies) headers.append('set-cookie', cookie);
      return new Response('gone', { status: 303, headers });
    }),
  }),
  '/context': methods({ POST: async (asked) => Response.json({ id: requestContext(asked).requestId }) }),
};

let server: Server;
let port: number;
beforeAll(async () => {
  let front: RequestListener;
  server = createServer((asked, response) => front(asked, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  setTestEnv({ PUBLIC_URL: `http://127.0.0.1:${port}` });
  const assets = { find: () => undefined, pathOf: () => undefined };
  front = createFront({ routes, pages: pagePaths([]), assets, next: async () => {} });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
});

type Answer = { status: number; headers: IncomingMessage['headers']; text: string };
type Sent = { method?: string; headers?: Record<string, string>; pieces?: (string | Buffer)[] };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Without a length the body goes in chunks, each in a packet of its own. */
const ask = (path: string, { method = 'POST', headers = {}, pieces = [] }: Sent = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request({ port, path, method, headers: { ...form, ...headers } }, (answer) => {
      answer.setEncoding('utf8');
      answer.toArray().then((all) => {
        resolve({ status: answer.statusCode!, headers: answer.headers, text: all.join('') });
        sent.destroy();
      }, reject);
    });
    sent.on('error', reject);
    const write = ([piece, ...rest]: (string | Buffer)[]): void => {
      if (piece === undefined) sent.end();
      else sent.write(piece, () => write(rest));
    };
    write(pieces);
  });
const json = ({ text }: Answer) => JSON.parse(text);

describe('a body', () => {
  test('in chunks is read whole, cut within a character too', async () => {
    const value = Buffer.from('a=1&b=wörter');
    const cut = value.indexOf(0xc3) + 1;
    const answer = await ask('/echo', {
      pieces: ['', value.subarray(0, 2), value.subarray(2, cut), value.subarray(cut)],
    });
    expect([answer.status, json(answer).a, json(answer).b]).toEqual([200, '1', 'wörter']);
  });

  test('of a declared length, and none at all', async () => {
    const answer = await ask('/echo', { pieces: ['a=1'], headers: { 'content-length': '3' } });
    expect(json(answer).a).toBe('1');
    expect((await ask('/echo', { headers: { 'content-length': '0' } })).status).toBe(200);
  });

  test('as long as it may be, and one byte longer, whether it says so or not', async () => {
    const [fits, longer] = [64 * 1024, 64 * 1024 + 1].map((size) => `a=${'x'.repeat(size - 2)}`) as [
      string,
      string,
    ];
    expect(json(await ask('/echo', { pieces: [fits] })).a).toHaveLength(64 * 1024 - 2);
    for (const headers of [{}, { 'content-length': String(longer.length) }]) {
      seen.length = 0;
      const answer = await ask('/echo', { pieces: [longer], headers });
      expect([answer.status, json(answer).error]).toEqual([413, 'payload_too_large']);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(seen).toEqual([]);
    }
  });

  test('that is cut off reaches nobody, and the next request is answered', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        const head = `POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: ${form['content-type']}\r\nContent-Length: 100\r\n\r\n`;
        socket.write(`${head}a=1`, () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await ask('/echo', { pieces: ['a=2'] })).status).toBe(200);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['no UTF-8', { pieces: [Buffer.from([0x61, 0x3d, 0xff])] }, 400],
    ['no form', { pieces: ['a=1'], headers: { 'content-type': 'text/plain' } }, 415],
    ['no JSON', { pieces: ['{'], headers: { 'content-type': 'application/json' } }, 400],
  ])('that is %s is refused', async (_what, sent, status) => {
    expect((await ask('/echo', sent)).status).toBe(status);
  });
});

describe('headers', () => {
  test('that a client may not say are not there', async () => {
    const answer = await ask('/echo', {
      headers: {
        'x-request-id': 'mine',
        'x-forwarded-for': '203.0.113.9',
        forwarded: 'for=203.0.113.9',
        'x-real-ip': '203.0.113.9',
        'x-doorcode-address': '203.0.113.9',
      },
    });
    const { headers, id } = json(answer);
    expect(id).not.toBe('mine');
    expect(headers).toEqual([
      ['x-request-id', id, true],
      ...['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-doorcode-address'].map((name) => [
        name,
        null,
        false,
      ]),
    ]);
    expect(answer.headers['x-request-id']).toBe(id);
    expect(seen).toEqual([{ ip: '127.0.0.1' }]);
  });

  test('say which host was asked, and nobody believes it', async () => {
    const { url, method } = json(await ask('/echo?a=1', { headers: { host: 'evil.example' } }));
    expect([url, method]).toEqual([`http://127.0.0.1:${port}/echo?a=1`, 'POST']);
  });

  test.each(['/echo', '/refused', '/nothing', '/text', '/cookies', '/broken'])(
    'of every answer make it private and harmless: %s',
    async (path) => {
      const { headers } = await ask(path);
      expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      if (path !== '/cookies')
        expect([headers['cache-control'], headers.pragma]).toEqual(['no-store', 'no-cache']);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('an answer', () => {
  test('that is an error keeps the headers that the handler gave', async () => {
    const answer = await ask('/refused');
    expect([answer.status, answer.headers['x-own'], json(answer)]).toEqual([
      400,
      'own',
      { error: 'slow_down', error_description: 'Too fast.', interval: 10 },
    ]);
    // And no other answer has them.
    expect((await ask('/nothing')).headers).not.toHaveProperty('x-own');
  });

  test('of what nobody foresaw tells nothing of it', async () => {
    const answer = await ask('/broken');
    expect([answer.status, json(answer).error]).toEqual([500, 'server_error']);
    expect(answer.text).not.toContain('secret');
  });

  test('may be empty, or text of its own kind', async () => {
    const nothing = await ask('/nothing');
    expect([nothing.status, nothing.text]).toEqual([200, '']);
    const text = await ask('/text');
    expect([text.headers['content-type'], text.text]).toEqual(['application/jwt', 'ä signed one']);
  });

  test('may be a redirect with several cookies', async () => {
    const answer = await ask('/cookies');
    expect([answer.status, answer.headers.location, answer.text]).toEqual([303, '/there', 'gone']);
    expect(answer.headers['set-cookie']).toEqual(cookies);
  });

  test('is each request’s own, on one connection too', async () => {
    const pieces = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => {
        for (const value of ['one', 'two', 'three'])
          socket.write(
            `POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: ${form['content-type']}\r\nContent-Length: ${value.length + 2}\r\n` +
              `${value === 'three' ? 'Connection: close\r\n' : ''}\r\na=${value}`,
          );
      });
      socket.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      socket.on('error', reject).on('close', () => resolve(text));
    });
    expect([...pieces.matchAll(/"a":"(\w+)"/g)].map(([, value]) => value)).toEqual(['one', 'two', 'three']);
    expect(new Set([...pieces.matchAll(/x-request-id: (\S+)/g)].map(([, id]) => id)).size).toBe(3);
  });
});

test.each([
  ['GET', 405],
  ['HEAD', 405],
  ['PUT', 405],
  ['PROPFIND', 405],
  ['OPTIONS', 204],
])('%s of what is only posted: %i, with what is allowed', async (method, status) => {
  const answer = await ask('/echo', { method });
  expect([answer.status, answer.headers.allow]).toEqual([status, 'POST, OPTIONS']);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(seen).toEqual([]);
});
