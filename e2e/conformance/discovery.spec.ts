import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { expect, test } from '../testing/database-test';
import { send } from '../testing/wire';

/** RFC 8414 and OpenID Connect Discovery, read by clients that verify them. */
const documents = [
  ['oauth2', '/.well-known/oauth-authorization-server'],
  ['oidc', '/.well-known/openid-configuration'],
] as const;

for (const [algorithm, path] of documents) {
  test(`oauth4webapi accepts ${path}, whose issuer is exactly the URL it asked`, async ({ server }) => {
    const issuer = new URL(server.url);
    const response = await oauth.discoveryRequest(issuer, { algorithm, [oauth.allowInsecureRequests]: true });
    const metadata = await oauth.processDiscoveryResponse(issuer, response);
    expect(metadata.issuer).toBe(server.url);
  });

  test(`openid-client configures itself from ${path}`, async ({ server }) => {
    const config = await client.discovery(new URL(server.url), 'doorcode-cli', undefined, client.None(), {
      algorithm,
      execute: [client.allowInsecureRequests],
    });
    const metadata = config.serverMetadata();
    expect(metadata.device_authorization_endpoint).toBe(`${server.url}/oauth2/device_authorization`);
    expect(metadata.token_endpoint).toBe(`${server.url}/oauth2/token`);
    expect(metadata.supportsPKCE()).toBe(false);
  });

  test(`${path} is JSON that anybody may read, with every URL on the issuer`, async ({ server }) => {
    const answer = await send(server.url + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    for (const [name, value] of Object.entries(answer.body))
      if (/_endpoint$|_uri$/.test(name)) expect(value, name).toContain(`${server.url}/`);
  });

  test(`${path} does not follow what a request claims about its host`, async ({ server }) => {
    const answer = await send(server.url + path, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil' },
    });
    expect(answer.text).not.toContain('evil');
    expect(answer.body.issuer).toBe(server.url);
  });

  test(`${path} says what the server does, and no empty list but the required one`, async ({ server }) => {
    const { body } = await send(server.url + path);
    expect(body).toMatchObject({
      grant_types_supported: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    });
    for (const [name, value] of Object.entries(body))
      if (Array.isArray(value) && name !== 'response_types_supported')
        expect(value.length, name).toBeGreaterThan(0);
  });
}

test('the OpenID document has the members that Discovery §3 requires of a server with no authorization endpoint', async ({
  server,
}) => {
  const { body } = await send(`${server.url}/.well-known/openid-configuration`);
  expect(body).toMatchObject({
    jwks_uri: `${server.url}/oauth2/jwks`,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
  });
});

test('the keys are public, one for each algorithm, of distinct kid, with no private member, at both addresses', async ({
  server,
}) => {
  const { body } = await send(`${server.url}/oauth2/jwks`);
  const keys = body.keys as Record<string, string>[];
  expect(keys.map(({ alg, kty }) => `${alg} ${kty}`).sort()).toEqual(['ES256 EC', 'EdDSA OKP', 'RS256 RSA']);
  expect(new Set(keys.map((key) => key.kid)).size).toBe(keys.length);
  for (const key of keys) {
    expect(key).toMatchObject({ use: 'sig' });
    expect(Object.keys(key).filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].includes(name))).toEqual(
      [],
    );
  }
  expect((await send(`${server.url}/.well-known/jwks.json`)).body).toEqual(body);
});
