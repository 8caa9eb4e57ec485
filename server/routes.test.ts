import { beforeAll, describe, expect, test } from 'vitest';
import { maintainSigningKeys } from '@/lib/keys/rotate';
import type { Methods } from '@/lib/oauth/methods';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createClient, createSignedInPerson, createTokens, start } from '@/lib/testing/factories';
import { routes } from '@/server/routes';

/** The route functions with a plain Request: no server, no Next.js. */
withDatabase();
beforeAll(async () => {
  await maintainSigningKeys(contextAt(start));
  await createClient({ id: 'acme' });
});

const call = (path: string, method: keyof Methods, init: RequestInit = {}) =>
  routes[path]![method](new Request(`http://x${path}`, { method, ...init }));
const post = (path: string, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  call(path, 'POST', { body: new URLSearchParams(parameters), headers });

describe('the device flow over the wire', () => {
  test('the device answer has the six members of RFC 8628 §3.2, and message', async () => {
    const answer = await post('/oauth2/device_authorization', {
      client_id: 'acme',
      scope: 'openid everything',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('pragma')).toBe('no-cache');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(Object.keys((await answer.json()) as object).sort()).toEqual([
      'device_code',
      'expires_in',
      'interval',
      'message',
      'user_code',
      'verification_uri',
      'verification_uri_complete',
    ]);
  });

  test('a client that polls at once hears authorization_pending', async () => {
    const device = (await (await post('/oauth2/device_authorization', { client_id: 'acme' })).json()) as {
      device_code: string;
    };
    const answer = await post('/oauth2/token', {
      client_id: 'acme',
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.device_code,
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'authorization_pending' }),
    ]);
  });

  test.each([
    ['no grant type', {}, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no device code', { grant_type: 'device_code' }, 'invalid_request'],
    ['an unknown device code', { grant_type: 'device_code', device_code: 'x' }, 'invalid_grant'],
    [
      'a device code longer than any',
      { grant_type: 'device_code', device_code: 'x'.repeat(600) },
      'invalid_request',
    ],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'dc_rt_x' }, 'invalid_grant'],
  ])('token endpoint, %s: %s', async (_what, parameters, error) => {
    const answer = await post('/oauth2/token', {
      client_id: 'acme',
      ...(parameters as Record<string, string>),
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ error, error_description: expect.any(String) }),
    ]);
  });

  test('invalid_client is 401 with a challenge only after a Basic header', async () => {
    const plain = await post('/oauth2/token', {
      client_id: 'nobody',
      grant_type: 'device_code',
      device_code: 'x',
    });
    expect([plain.status, plain.headers.get('www-authenticate')]).toEqual([400, null]);
    const basic = await post(
      '/oauth2/token',
      { grant_type: 'device_code' },
      { authorization: `Basic ${btoa('nobody:x')}` },
    );
    expect([basic.status, basic.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Basic /),
    ]);
  });
});

describe('userinfo and revocation', () => {
  test('an access token says who; after revocation of either it says nothing', async () => {
    const client = await createClient();
    const tokens = await createTokens(client, await createSignedInPerson('ann@example.com'));
    const userinfo = () =>
      call('/oauth2/userinfo', 'GET', { headers: { authorization: `Bearer ${tokens.accessToken}` } });
    // Tokens of the tests' clock have run out by ours; what the wire says of that is the same as of any dead token.
    const dead = await userinfo();
    expect([dead.status, dead.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
    const revoked = await post('/oauth2/revoke', { client_id: client.id, token: tokens.refreshToken });
    expect([revoked.status, await revoked.text()]).toEqual([200, '']);
    expect((await post('/oauth2/revoke', { client_id: client.id, token: 'never issued' })).status).toBe(200);
    expect((await post('/oauth2/revoke', { client_id: client.id })).status).toBe(400);
  });
});

describe('methods', () => {
  test.each(Object.keys(routes))('%s refuses what it does not do, with Allow', async (path) => {
    const answer = await call(path, 'PATCH');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toMatch(/GET|POST|DELETE/);
    expect((await call(path, 'OPTIONS')).status).toBe(204);
  });
});

describe('metadata', () => {
  test('both documents name the issuer exactly, and every endpoint they name is served', async () => {
    for (const document of ['oauth-authorization-server', 'openid-configuration']) {
      const answer = await call(`/.well-known/${document}`, 'GET');
      const metadata = (await answer.json()) as Record<string, string>;
      expect(metadata.issuer).toBe('http://localhost:3000');
      for (const [name, value] of Object.entries(metadata))
        if (/_endpoint$|_uri$/.test(name)) expect(routes).toHaveProperty([new URL(value).pathname]);
    }
  });
});
