import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { createClient, secretVariables } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { openIdClient, refusalOf, standardClient } from '../testing/oauth';
import { decide } from '../testing/person';
import type { RunningServer } from '../testing/server';
import { poll, startDevice, userinfo } from '../testing/wire';

/** RFC 9449: what is stolen is worthless without the key. */

const insecure = { [oauth.allowInsecureRequests]: true };

/** oauth4webapi with a key of its own, which asks again when the server wants a nonce. */
async function boundClient(server: RunningServer, id: string) {
  const issuer = new URL(server.url);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const self: oauth.Client = { client_id: id };
  const handle = oauth.DPoP(self, await oauth.generateKeyPair('ES256'));
  const options = { ...insecure, DPoP: handle };
  const withNonce = async <Result>(call: () => Promise<Result>): Promise<Result> =>
    call().catch((error) => {
      if (oauth.isDPoPNonceError(error)) return call();
      throw error;
    });
  return {
    jkt: () => handle.calculateThumbprint(),
    poll: (deviceCode: string) =>
      withNonce(async () =>
        oauth.processDeviceCodeResponse(
          as,
          self,
          await oauth.deviceCodeGrantRequest(as, self, oauth.None(), deviceCode, options),
        ),
      ),
    refresh: (refreshToken: string) =>
      withNonce(async () =>
        oauth.processRefreshTokenResponse(
          as,
          self,
          await oauth.refreshTokenGrantRequest(as, self, oauth.None(), refreshToken, options),
        ),
      ),
    userinfo: (accessToken: string) =>
      withNonce(async () =>
        oauth.processUserInfoResponse(
          as,
          self,
          oauth.skipSubjectCheck,
          await oauth.userInfoRequest(as, self, accessToken, options),
        ),
      ),
    validateAsApi: (accessToken: string) =>
      withNonce(async () => {
        let seen: Request | undefined;
        await oauth
          .protectedResourceRequest(
            accessToken,
            'GET',
            new URL('https://api.example/'),
            undefined,
            undefined,
            {
              ...options,
              [oauth.customFetch]: async (url, init) => {
                seen = new Request(url, init as RequestInit);
                return new Response('{}');
              },
            },
          )
          .catch(() => {});
        return oauth.validateJwtAccessToken(as, seen!, 'https://api.example', {
          ...insecure,
          requireDPoP: true,
        });
      }),
  };
}

for (const accessTokenFormat of ['opaque', 'jwt'] as const)
  test(`oauth4webapi: bound from the first request to the last refresh, ${accessTokenFormat}`, async ({
    server,
    person,
  }) => {
    const id = await createClient(server, {
      accessTokenFormat,
      dpop: 'required',
      resources: ['https://api.example'],
    });
    const [owner, thief] = [await boundClient(server, id), await boundClient(server, id)];
    const device = await (await standardClient(server, id)).start({ dpop_jkt: await owner.jkt() });
    expect((await refusalOf(thief.poll(device.device_code))).error).toBe('invalid_grant');
    expect((await refusalOf(owner.poll(device.device_code))).error).toBe('authorization_pending');
    await decide(person, device.user_code, 'Allow');
    expect((await refusalOf(thief.poll(device.device_code))).error).toBe('invalid_grant');

    const tokens = await owner.poll(device.device_code);
    expect(tokens.token_type).toBe('dpop');
    expect(await owner.userinfo(tokens.access_token)).toMatchObject({ email_verified: true });
    expect((await refusalOf(thief.userinfo(tokens.access_token))).error).toBe('invalid_dpop_proof');
    expect((await userinfo(server, tokens.access_token)).status).toBe(401);

    expect((await refusalOf(thief.refresh(tokens.refresh_token!))).error).toBe('invalid_grant');
    const next = await owner.refresh(tokens.refresh_token!);
    expect(next.token_type).toBe('dpop');
    expect(await owner.userinfo(next.access_token)).toMatchObject({ email_verified: true });

    const confidential = await createClient(server, { secret: secretVariables.CLIENT_SECRET });
    const service = await openIdClient(
      server,
      confidential,
      client.ClientSecretPost(secretVariables.CLIENT_SECRET),
    );
    expect(await client.tokenIntrospection(service, next.access_token)).toMatchObject({
      active: true,
      token_type: 'DPoP',
      cnf: { jkt: await owner.jkt() },
    });
    if (accessTokenFormat === 'jwt') {
      expect(decodeJwt(next.access_token).cnf).toEqual({ jkt: await owner.jkt() });
      expect((await owner.validateAsApi(next.access_token)).sub).toBeTruthy();
      await expect(thief.validateAsApi(next.access_token)).rejects.toThrow();
    }
  });

test('openid-client with its DPoP handle signs in, refreshes and asks who it is', async ({
  server,
  person,
}) => {
  const config = await openIdClient(
    server,
    await createClient(server, { intervalSeconds: 1, dpop: 'required' }),
  );
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  const device = await client.initiateDeviceAuthorization(config, {});
  await decide(person, device.user_code, 'Allow');
  const tokens = await client.pollDeviceAuthorizationGrant(config, device, undefined, { DPoP });
  expect(tokens.token_type).toBe('dpop');
  const next = await client.refreshTokenGrant(config, tokens.refresh_token!, undefined, { DPoP });
  const { sub } = tokens.claims()!;
  expect(await client.fetchUserInfo(config, next.access_token, sub, { DPoP })).toMatchObject({ sub });
});

test('a device request may bring the proof itself; dpop_jkt beside it is the same key', async ({
  server,
}) => {
  const keys = await oauth.generateKeyPair('ES256');
  const handle = oauth.DPoP({}, keys);
  const ask = async (fields: Record<string, string>) => {
    // The library makes proofs for its own requests only: one that it believes to be a protected resource.
    const send = () =>
      oauth.protectedResourceRequest(
        'unused',
        'POST',
        new URL(`${server.url}/oauth2/device_authorization`),
        new Headers({ 'content-type': 'application/x-www-form-urlencoded' }),
        new URLSearchParams({ client_id: 'doorcode-cli', ...fields }).toString(),
        {
          ...insecure,
          DPoP: handle,
          [oauth.customFetch]: (url, init) => {
            const headers = new Headers(init.headers);
            headers.delete('authorization');
            return fetch(url, { ...(init as RequestInit), headers });
          },
        },
      );
    const first = await send();
    return first.status === 400 ? send() : first;
  };
  const good = await ask({});
  expect(good.status).toBe(200);
  const { device_code } = (await good.json()) as { device_code: string };
  expect((await poll(server, device_code)).body.error).toBe('invalid_dpop_proof');
  expect((await ask({ dpop_jkt: await handle.calculateThumbprint() })).status).toBe(200);
  expect(await (await ask({ dpop_jkt: 'A'.repeat(43) })).json()).toMatchObject({
    error: 'invalid_dpop_proof',
  });
});

test('without a nonce of ours it is use_dpop_nonce, and the answer brings one', async ({ server }) => {
  const { device_code } = await startDevice(server);
  const bound = oauth.DPoP({}, await oauth.generateKeyPair('ES256'));
  const issuer = new URL(server.url);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const self = { client_id: 'doorcode-cli' };
  const ask = () =>
    oauth.deviceCodeGrantRequest(as, self, oauth.None(), device_code, { ...insecure, DPoP: bound });
  const first = await ask();
  expect([first.status, first.headers.get('dpop-nonce')?.length]).toEqual([400, 22]);
  expect(await first.clone().json()).toMatchObject({ error: 'use_dpop_nonce' });
  await oauth.processDeviceCodeResponse(as, self, first).catch(() => {});
  const second = await ask();
  expect(await second.json()).toMatchObject({ error: 'authorization_pending' });
  expect(second.headers.get('dpop-nonce')).not.toBeNull();
});

test('a dpop_jkt that is no thumbprint is invalid_request', async ({ server }) => {
  const standard = await standardClient(server);
  expect((await refusalOf(standard.start({ dpop_jkt: 'short' }))).error).toBe('invalid_request');
});
