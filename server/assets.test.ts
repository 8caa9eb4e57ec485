import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Assets, readAssets } from '@/server/assets';

let root: string;
let assets: Assets;
let server: Server;
let base: string;
const style = 'a { color: red }\n'.repeat(200);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'doorcode-assets-'));
  mkdirSync(join(root, '.next/static/chunks'), { recursive: true });
  mkdirSync(join(root, 'dist/browser'), { recursive: true });
  writeFileSync(join(root, '.next/static/chunks/abc.css'), style);
  writeFileSync(join(root, 'dist/browser/passkey.js'), 'export {}');
  assets = readAssets(root);
  server = createServer((request, response) => assets.find(request.url!)!(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

test.each(['br', 'gzip', 'identity'])('an asset is kept for ever, and sent as %s', async (coding) => {
  const answer = await fetch(`${base}/_next/static/chunks/abc.css`, {
    headers: { 'accept-encoding': coding },
  });
  expect(await answer.text()).toBe(style);
  expect(answer.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
  if (coding !== 'identity')
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(style.length / 10);
});

test('a script of the pages stands under a path that changes with it', async () => {
  const path = assets.pathOf('passkey')!;
  expect(path).toMatch(/^\/assets\/passkey-[0-9a-f]{12}\.js$/);
  const answer = await fetch(base + path, { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test.each(['/assets/passkey.js', '/_next/static/../BUILD_ID', '/_next/static/chunks/', '/brand.css'])(
  '%s is no asset',
  (path) => expect(assets.find(path)).toBeUndefined(),
);
