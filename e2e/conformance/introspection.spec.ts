import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { createClient, declareApiKey, dropOrganizations, secretVariables } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { openIdClient } from '../testing/oauth';
import type { RunningServer } from '../testing/server';
import { postForm } from '../testing/wire';

/** RFC 7662, and RFC 9701: a service asks what a token that it was shown is worth. */

const { CLIENT_SECRET: secret } = secretVariables;
const insecure = { [oauth.allowInsecureRequests]: true };

/** A service that verifies tokens: a confidential client. */
async function createService(server: RunningServer, resources: string[] = []) {
  const id = await createClient(server, { secret, resources });
  const config = await openIdClient(server, id, client.ClientSecretBasic(secret));
  return { id, introspect: (token: string) => client.tokenIntrospection(config, token) };
}

for (const accessTokenFormat of ['opaque', 'jwt'] as const)
  test(`a live ${accessTokenFormat} access token says what it is, to openid-client`, async ({
    connect,
    server,
  }) => {
    const { id, tokens } = await connect({ accessTokenFormat });
    const service = await createService(server);
    const { sub } = oauth.getValidatedIdTokenClaims(tokens)!;
    expect(await service.introspect(tokens.access_token)).toMatchObject({
      active: true,
      iss: server.url,
      sub,
      aud: server.url,
      client_id: id,
      scope: tokens.scope,
      token_type: 'Bearer',
      exp: expect.any(Number),
      iat: expect.any(Number),
      sid: expect.any(String),
      auth_time: expect.any(Number),
      acr: expect.any(String),
      amr: ['email', 'device_code'],
      org_id: expect.any(String),
    });
  });

test('a live refresh token is active, and says that it is no access token', async ({ connect, server }) => {
  const { tokens } = await connect();
  const service = await createService(server);
  expect(await service.introspect(tokens.refresh_token!)).toMatchObject({ active: true, token_type: 'N_A' });
});

test('anything not live is {"active": false} and nothing else', async ({ connect, server, database }) => {
  const service = await createService(server);
  for (const accessTokenFormat of ['opaque', 'jwt'] as const) {
    const { id, standard, tokens } = await connect({ accessTokenFormat });
    const next = await standard.refresh(tokens.refresh_token!);
    const used = await service.introspect(tokens.refresh_token!);
    await database.query(
      'UPDATE access_tokens SET expires_at = now() WHERE hash IN (SELECT hash FROM access_tokens JOIN sessions s ON s.id = session_id WHERE s.client_id = $1)',
      [id],
    );
    const expired = await service.introspect(next.access_token);
    await standard.revoke(next.refresh_token!);
    const revoked = await service.introspect(next.refresh_token!);
    const never = await service.introspect(`dc_${'0'.repeat(49)}`);
    for (const answer of [used, expired, revoked, never, await service.introspect(tokens.id_token!)])
      expect(answer).toEqual({ active: false });
  }
});

test('the answer is JSON that nobody may store', async ({ connect, server }) => {
  const { tokens } = await connect();
  const { id } = await createService(server);
  const answer = await postForm(server, '/oauth2/introspect', {
    client_id: id,
    client_secret: secret,
    token: tokens.access_token,
  });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
});

test('as a JWT when asked for: signed, for this service alone', async ({ connect, server }) => {
  const { tokens } = await connect();
  const { id } = await createService(server);
  const as = await oauth.processDiscoveryResponse(
    new URL(server.url),
    await oauth.discoveryRequest(new URL(server.url), insecure),
  );
  const self: oauth.Client = { client_id: id, introspection_signed_response_alg: 'RS256' };
  for (const token of [tokens.access_token, 'never issued']) {
    const response = await oauth.introspectionRequest(as, self, oauth.ClientSecretBasic(secret), token, {
      ...insecure,
      requestJwtResponse: true,
    });
    expect(response.headers.get('content-type')).toBe('application/token-introspection+jwt');
    const answer = await oauth.processIntrospectionResponse(as, self, response);
    await oauth.validateApplicationLevelSignature(as, response, insecure);
    expect(answer.active).toBe(token === tokens.access_token);
  }
});

test('who does not authenticate learns nothing', async ({ connect, server }) => {
  const { id, tokens } = await connect();
  const service = await createService(server);
  const token = tokens.access_token;
  const ask = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await postForm(server, '/oauth2/introspection', { token, ...fields }, headers);
    return `${answer.status} ${answer.body.error}`;
  };
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  expect(await ask({})).toBe('400 invalid_request');
  expect(await ask({ client_id: id })).toBe('400 invalid_client'); // a public client proves nothing
  expect(await ask({ client_id: service.id, client_secret: 'wrong' })).toBe('400 invalid_client');
  expect(await ask({}, basic(`${service.id}:wrong`))).toBe('401 invalid_client');
  expect(await ask({}, { authorization: 'Bearer no-such-key' })).toBe('401 invalid_token');
  expect(await ask({}, { authorization: `Bearer ${token}` })).toBe('401 invalid_token');
  expect(await ask({ client_secret: secret }, { authorization: 'Bearer key' })).toBe('400 invalid_request');
});

test('an organization’s API key introspects the tokens of its own people, until it is revoked', async ({
  connect,
  server,
}) => {
  const { tokens } = await connect();
  const key = secretVariables.NEXT_CLIENT_SECRET;
  await declareApiKey(server, 'default', key);
  const ask = async () => {
    const headers = { authorization: `Bearer ${key}` };
    return postForm(server, '/oauth2/introspection', { token: tokens.access_token }, headers);
  };
  expect((await ask()).body).toMatchObject({ active: true, token_type: 'Bearer' });
  await dropOrganizations(server);
  expect([(await ask()).status, (await ask()).body.error]).toEqual([401, 'invalid_token']);
});

test('a service with APIs of its own learns of tokens for these alone', async ({ connect, server }) => {
  const api = 'https://api.example';
  const service = await createService(server, [api]);
  const [ours, others] = [await connect({ resources: [api] }), await connect()];
  expect(await service.introspect(ours.tokens.access_token)).toMatchObject({ active: true });
  expect(await service.introspect(others.tokens.access_token)).toEqual({ active: false });
});
