import { describe, expect, test } from 'vitest';
import { discover } from './discovery.js';
import { failureOf, startFakeServer } from './testing/setting.js';

describe('discover', () => {
  test('finds the endpoints, with or without a slash behind the host', async () => {
    const { url } = await startFakeServer();
    for (const typed of [url, `${url}/`]) {
      expect(await discover(typed)).toMatchObject({ issuer: url, token_endpoint: `${url}/oauth2/token` });
    }
  });

  test('falls back to OpenID Connect discovery', async () => {
    const urls: string[] = [];
    const answer = async (url: unknown) => {
      urls.push(String(url));
      if (!String(url).endsWith('openid-configuration')) return new Response('', { status: 404 });
      return Response.json({ issuer: 'https://login.example.com', token_endpoint: 'https://x.example/t' });
    };
    const server = await discover('https://login.example.com', { fetch: answer as typeof fetch });
    expect(server.token_endpoint).toBe('https://x.example/t');
    expect(urls).toHaveLength(2);
  });

  test.each(['https://evil.example', 'http://127.0.0.1:1', 'HTTP://127.0.0.1'])(
    'refuses the metadata of another issuer (%s)',
    async (issuer) => {
      const server = await startFakeServer();
      server.script.metadata.issuer = issuer;
      expect(await failureOf(discover(server.url))).toMatchObject({ code: 'issuer_mismatch' });
    },
  );

  test('refuses an issuer that differs in spelling only', async () => {
    const server = await startFakeServer();
    server.script.metadata.issuer = `${server.url.replace('http:', 'HTTP:')}`;
    expect(await failureOf(discover(server.url))).toMatchObject({ code: 'issuer_mismatch' });
  });

  test('refuses endpoints that would be reached over http on the way', async () => {
    const server = await startFakeServer();
    server.script.metadata.token_endpoint = 'http://evil.example/token';
    expect(await failureOf(discover(server.url))).toMatchObject({ code: 'insecure_url' });
  });

  test('does not follow a redirect to somebody else', async () => {
    const answer = async () =>
      new Response('', { status: 302, headers: { location: 'https://evil.example' } });
    const failure = await failureOf(discover('https://a.example', { fetch: answer as typeof fetch }));
    expect(failure).toMatchObject({ code: 'bad_answer' });
  });

  test('says which address it could not reach', async () => {
    const server = await startFakeServer();
    await server.close();
    expect(await failureOf(discover(server.url))).toMatchObject({
      code: 'server_unreachable',
      message: `Could not reach ${server.url} (ECONNREFUSED).`,
    });
  });

  test('gives up on a server that never answers', async () => {
    const never = (_: unknown, init?: RequestInit) =>
      new Promise<Response>((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const failure = await failureOf(discover('https://a.example', { fetch: never, timeoutSeconds: 0.001 }));
    expect(failure).toMatchObject({ code: 'server_unreachable' });
  });
});
