import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { decodeJwt } from 'jose';
import {
  type Client,
  createDpopKey,
  type DpopKey,
  discover,
  exportDpopKey,
  fetchUser,
  fetchWithTokens,
  importDpopKey,
  refreshTokens,
  requestDeviceAuthorization,
  requestDeviceToken,
  revokeToken,
  type Tokens,
} from '../sdk/index.js';
import { type ClientOptions, createClient } from './testing/clients';
import { expect, test } from './testing/database-test';
import { decide } from './testing/person';
import { type RunningServer, root } from './testing/server';
import { userinfo } from './testing/wire';

/** RFC 9449 with our own SDK: a sign-in that is stolen without its key is worthless. */

async function newClient(server: RunningServer, options: ClientOptions) {
  const clientId = await createClient(server, options);
  const withKey = (dpopKey: DpopKey): Client => ({ clientId, name: 'acme', version: '1.0.0', dpopKey });
  return {
    as: await discover(server.url),
    owner: withKey(await createDpopKey()),
    thief: withKey(await createDpopKey()),
    withKey,
  };
}

type Setting = Awaited<ReturnType<typeof newClient>>;

const poll = ({ as }: Setting, client: Client, deviceCode: string) =>
  requestDeviceToken(as, client, deviceCode, Date.now);

async function signIn(setting: Setting, person: Page): Promise<Tokens> {
  const { as, owner } = setting;
  const device = await requestDeviceAuthorization(as, owner, { scope: 'openid email' });
  await decide(person, device.userCode, 'Allow');
  const answer = await poll(setting, owner, device.deviceCode);
  if (answer.kind !== 'tokens') throw new Error(answer.kind);
  return answer.tokens;
}

/** What somebody has who copied the session, and says that it was never bound. */
const stolen = ({ accessToken, refreshToken }: Tokens): Tokens => ({
  accessToken,
  ...(refreshToken && { refreshToken }),
});

for (const accessTokenFormat of ['opaque', 'jwt'] as const) {
  test.describe(accessTokenFormat, () => {
    const options = { dpop: 'required', accessTokenFormat } as const;

    test('the device code is bound from the first request on: another key can not poll', async ({
      server,
      person,
    }) => {
      const setting = await newClient(server, options);
      const { as, owner, thief } = setting;
      const { dpopKey: _, ...keyless } = owner;
      const { deviceCode, userCode } = await requestDeviceAuthorization(as, owner);
      // Before the owner's first poll, which would bind it too.
      await expect(poll(setting, thief, deviceCode)).rejects.toMatchObject({ oauthError: 'invalid_grant' });
      expect(await poll(setting, owner, deviceCode)).toEqual({ kind: 'authorization_pending' });
      await decide(person, userCode, 'Allow');
      await expect(poll(setting, thief, deviceCode)).rejects.toMatchObject({ oauthError: 'invalid_grant' });
      await expect(poll(setting, keyless, deviceCode)).rejects.toMatchObject({
        oauthError: 'invalid_dpop_proof',
      });
      expect(await poll(setting, owner, deviceCode)).toMatchObject({
        kind: 'tokens',
        tokens: { tokenType: 'dpop', keyThumbprint: owner.dpopKey?.thumbprint },
      });
    });

    test('the tokens serve the key alone, through every refresh', async ({ server, person }) => {
      const setting = await newClient(server, options);
      const { as, owner, thief } = setting;
      const first = await signIn(setting, person);
      if (accessTokenFormat === 'jwt') {
        expect(decodeJwt(first.accessToken).cnf).toEqual({ jkt: owner.dpopKey?.thumbprint });
      }
      expect(first.sessionExpiresAt).toBeGreaterThan(first.expiresAt!);
      const { sub, email } = await fetchUser(as, owner, first);
      expect(email).toBeTruthy();

      expect((await userinfo(server, first.accessToken)).status).toBe(401);
      const relabelled: Tokens = { ...stolen(first), tokenType: 'dpop' };
      await expect(fetchUser(as, thief, relabelled)).rejects.toMatchObject({ code: 'invalid_token' });
      await expect(fetchUser(as, thief, first)).rejects.toMatchObject({ code: 'unusable_key' });
      await expect(refreshTokens(as, thief, first)).rejects.toMatchObject({ code: 'unusable_key' });
      expect(await refreshTokens(as, thief, stolen(first))).toBeNull();

      const next = (await refreshTokens(as, owner, first))!;
      expect(next).toMatchObject({ tokenType: 'dpop', keyThumbprint: owner.dpopKey?.thumbprint });
      // Seconds are what the wire has.
      expect(Math.abs(next.sessionExpiresAt! - first.sessionExpiresAt!)).toBeLessThanOrEqual(2000);
      expect(await fetchUser(as, owner, next)).toMatchObject({ sub });

      await revokeToken(as, owner, next.refreshToken!);
      await expect(fetchUser(as, owner, next)).rejects.toMatchObject({ code: 'invalid_token' });
      expect(await refreshTokens(as, owner, next)).toBeNull();
    });

    test('the exported key goes on in another process', async ({ server, person }) => {
      const setting = await newClient(server, options);
      const { as, owner, withKey } = setting;
      const tokens = await signIn(setting, person);
      const key = await exportDpopKey(owner.dpopKey!);
      const said = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', otherProcess, join(root, 'sdk/dist/index.js'), server.url],
        { input: JSON.stringify({ key, clientId: owner.clientId, tokens }), encoding: 'utf8' },
      );
      expect(said.stderr).toBe('');
      const { next, user } = JSON.parse(said.stdout) as { next: Tokens; user: { sub: string } };
      expect(user.sub).toBeTruthy();
      const again = withKey(await importDpopKey(key));
      expect(await fetchUser(as, again, next)).toEqual(user);
    });
  });
}

const otherProcess = `
  import { text } from 'node:stream/consumers';
  const [, library, url] = process.argv;
  const { discover, fetchUser, importDpopKey, refreshTokens } = await import(library);
  const { key, clientId, tokens } = JSON.parse(await text(process.stdin));
  const client = { clientId, name: 'acme', version: '1.0.0', dpopKey: await importDpopKey(key) };
  const server = await discover(url);
  const next = await refreshTokens(server, client, tokens);
  console.log(JSON.stringify({ next, user: await fetchUser(server, client, next) }));
`;

for (const dpop of ['off', 'optional'] as const) {
  test(`a key at a profile with dpop ${dpop}: ${dpop === 'off' ? 'bearer' : 'bound'}`, async ({
    server,
    person,
  }) => {
    const tokenType = dpop === 'off' ? 'bearer' : 'dpop';
    const setting = await newClient(server, { dpop });
    const { as, owner } = setting;
    const tokens = await signIn(setting, person);
    expect(tokens.tokenType).toBe(tokenType);
    const user = await fetchUser(as, owner, tokens);
    const next = (await refreshTokens(as, owner, tokens))!;
    expect(next.tokenType).toBe(tokenType);
    expect(await fetchUser(as, owner, next)).toEqual(user);
    expect((await userinfo(server, next.accessToken)).status).toBe(dpop === 'off' ? 200 : 401);
  });
}

test('a sign-in without a key is bound from the refresh on that first has one', async ({
  server,
  person,
}) => {
  const setting = await newClient(server, { dpop: 'optional' });
  const { dpopKey: _, ...keyless } = setting.owner;
  const first = await signIn({ ...setting, owner: keyless }, person);
  expect(first.tokenType).toBe('bearer');
  const next = (await refreshTokens(setting.as, setting.owner, first))!;
  expect(next.tokenType).toBe('dpop');
  expect(await refreshTokens(setting.as, setting.thief, stolen(next))).toBeNull();
  expect(await refreshTokens(setting.as, setting.owner, next)).toMatchObject({ tokenType: 'dpop' });
});

test("fetchWithTokens: the server's own userinfo, as an API that wants a nonce", async ({
  server,
  person,
}) => {
  const setting = await newClient(server, { dpop: 'required' });
  const tokens = await signIn(setting, person);
  // Another handle for the key, so that the nonce is not known yet.
  const client = setting.withKey(await importDpopKey(await exportDpopKey(setting.owner.dpopKey!)));
  const statuses: number[] = [];
  const counting: typeof fetch = async (url, init) => {
    const answer = await fetch(url, init);
    statuses.push(answer.status);
    return answer;
  };
  for (const _ of [1, 2]) {
    const url = `${server.url}/oauth2/userinfo`;
    const answer = await fetchWithTokens(client, tokens, url, {}, { fetch: counting });
    expect(await answer.json()).toHaveProperty('sub');
  }
  expect(statuses).toEqual([401, 200, 200]);
});
