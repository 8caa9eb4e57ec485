import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { setTestEnv } from '@/lib/testing/env';
import { codingOf, rewritePage } from '@/server/page-answer';

let server: Server;
afterEach(() => server?.close());

/** Answers every request as a page would, through {@link rewritePage} and a real socket. */
async function open(answer: (response: ServerResponse) => void): Promise<string> {
  setTestEnv();
  const assets = { find: () => undefined, pathOf: () => '/assets/passkey-1.js' };
  server = createServer((request, response) => {
    rewritePage(request, response, { nonce: 'n0nce', assets });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

test.each(['br', 'gzip', 'identity'])('a page comes whole, without scripts, as %s', async (coding) => {
  const base = await open((response) => {
    response.setHeader('content-type', html['content-type']);
    response.flushHeaders();
    response.write('<p>Grüße</p><script>');
    response.write('1</script>');
    response.end(Buffer.from('<p>end</p>'));
  });
  const answer = await fetch(base, { headers: { 'accept-encoding': coding } });
  expect(await answer.text()).toBe('<p>Grüße</p><p>end</p>');
  expect(answer.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
  expect(answer.headers.get('vary')).toMatch(/accept-encoding/);
});

test('its status and headers are those it was given', async () => {
  const base = await open((response) => {
    response.writeHead(404, { ...html, 'x-own': '1' });
    response.end('<p>gone</p>');
  });
  const answer = await fetch(base);
  expect([answer.status, answer.headers.get('x-own'), await answer.text()]).toEqual([
    404,
    '1',
    '<p>gone</p>',
  ]);
});

test('a script of ours may run by the nonce, and nothing else may', async () => {
  const base = await open((response) => {
    response.writeHead(200, html);
    response.end('<script type="module" src="/assets/passkey.js"></script>');
  });
  const answer = await fetch(base);
  expect(await answer.text()).toContain('src="/assets/passkey-1.js" nonce="n0nce"');
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'nonce-n0nce';");
});

test('what is no page passes as it is, piece by piece', async () => {
  const base = await open((response) => {
    response.setHeader('content-type', 'text/csv');
    response.write('<script>');
    setImmediate(() => response.end('a'));
  });
  const answer = await fetch(base);
  expect(await answer.text()).toBe('<script>a');
  expect(answer.headers.get('content-encoding')).toBeNull();
});

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, br;q=0', 'gzip'],
  ['br;q=0.5', 'br'],
  ['gzip;q=0.0', 'identity'],
  ['GZIP', 'gzip'],
  ['x-br, bread', 'identity'],
  [undefined, 'identity'],
])('who takes “%s” is sent %s', (given, coding) => {
  expect(codingOf({ headers: given === undefined ? {} : { 'accept-encoding': given } })).toBe(coding);
});
