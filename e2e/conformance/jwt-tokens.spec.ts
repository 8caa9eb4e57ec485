import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { expect, test } from '../testing/database-test';
import { refusalOf } from '../testing/oauth';

/** RFC 9068: an API checks the token with a library that it already has, and asks nobody. */

const api = 'https://api.example';
const insecure = { [oauth.allowInsecureRequests]: true };

for (const algorithm of ['ES256', 'RS256', 'EdDSA'] as const)
  test(`jose verifies a token that is signed with ${algorithm}`, async ({ connect, server }) => {
    const { id, tokens } = await connect({
      accessTokenFormat: 'jwt',
      accessTokenSigningAlg: algorithm,
      resources: [api],
    });
    const keys = createRemoteJWKSet(new URL(`${server.url}/oauth2/jwks`));
    const { payload } = await jwtVerify(tokens.access_token, keys, {
      issuer: server.url,
      audience: api,
      typ: 'at+jwt',
      algorithms: [algorithm],
    });
    expect(Object.keys(payload).sort()).toEqual(
      'acr amr aud auth_time client_id exp iat iss jti org_id scope sid sub'.split(' '),
    );
    expect(payload).toMatchObject({ client_id: id, scope: tokens.scope });
  });

test('oauth4webapi accepts it as an API does, and not for another audience', async ({ connect, server }) => {
  const { tokens } = await connect({ accessTokenFormat: 'jwt', resources: [api] });
  const as = await oauth.processDiscoveryResponse(
    new URL(server.url),
    await oauth.discoveryRequest(new URL(server.url), insecure),
  );
  const request = (token: string) => new Request(api, { headers: { authorization: `Bearer ${token}` } });
  const claims = await oauth.validateJwtAccessToken(as, request(tokens.access_token), api, insecure);
  expect(claims.amr).toEqual(['email', 'device_code']);
  await expect(
    oauth.validateJwtAccessToken(as, request(tokens.access_token), 'https://other.example', insecure),
  ).rejects.toThrow();
  await expect(oauth.validateJwtAccessToken(as, request(tokens.id_token!), api, insecure)).rejects.toThrow();
});

test('the mark of the device code, sid and auth_time last through every refresh', async ({ connect }) => {
  const { standard, tokens } = await connect({ accessTokenFormat: 'jwt' });
  const first = decodeJwt(tokens.access_token);
  let refreshToken = tokens.refresh_token!;
  for (let i = 0; i < 3; i++) {
    const next = await standard.refresh(refreshToken);
    const { amr, acr, sid, auth_time } = first;
    expect(decodeJwt(next.access_token)).toMatchObject({ amr, acr, sid, auth_time });
    refreshToken = next.refresh_token!;
  }
});

test('revoked, it is dead at userinfo at once, whatever its exp says', async ({ connect }) => {
  const { standard, tokens } = await connect({ accessTokenFormat: 'jwt' });
  await standard.userinfo(tokens.access_token, oauth.skipSubjectCheck);
  await standard.revoke(tokens.access_token);
  expect(await refusalOf(standard.userinfo(tokens.access_token, oauth.skipSubjectCheck))).toMatchObject({
    error: 'invalid_token',
    status: 401,
  });
});

test('the answer says when the whole session ends, and a refresh does not move that', async ({ connect }) => {
  const { standard, tokens } = await connect({ sessionLifetimeSeconds: 86_400 });
  const next = await standard.refresh(tokens.refresh_token!);
  expect(tokens.refresh_expires_in).toBe(86_400);
  expect(next.refresh_expires_in as number).toBeLessThanOrEqual(86_400);
  expect(next.refresh_expires_in as number).toBeGreaterThan(86_300);
});
