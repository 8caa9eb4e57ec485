import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requestDeviceAuthorization } from './device-authorization.js';
import { discover } from './discovery.js';
import { createDpopKey } from './dpop-key.js';
import { freshSession } from './fresh-session.js';
import { refreshTokens } from './refresh.js';
import type { Session } from './session.js';
import { SessionFile } from './session-file.js';
import { FakeClock } from './testing/fake-clock.js';
import { approved, approvedForKey, oauthError, pending } from './testing/fake-server.js';
import { failureOf, client as plain, startFakeServer, temporaryDirectory } from './testing/setting.js';
import type { Tokens } from './tokens.js';
import { fetchUser } from './userinfo.js';
import { waitForTokens } from './wait-for-tokens.js';

/** A server that binds and wants its nonce, and a client with a key. */
async function setting() {
  const fake = await startFakeServer();
  Object.assign(fake.script, { nonce: 'nonce-1', polls: [pending, approvedForKey] });
  const client = { ...plain, dpopKey: await createDpopKey() };
  const server = await discover(fake.url);
  const signIn = async (): Promise<Tokens> => {
    const clock = new FakeClock();
    const authorization = await requestDeviceAuthorization(server, client, { clock });
    const outcome = await waitForTokens(server, client, authorization, { clock });
    if (outcome.status !== 'approved') throw new Error(outcome.status);
    return outcome.tokens;
  };
  return { fake, client, server, signIn, noncesAt: (path: string) => noncesOf(fake.to(path)) };
}

const noncesOf = (requests: { proof: { nonce?: string } | undefined }[]) =>
  requests.map(({ proof }) => proof && (proof.nonce ?? 'none'));

describe('a client with a key', () => {
  test('names the key with the first request, and proves it with each poll', async () => {
    const { fake, client, signIn, noncesAt } = await setting();
    const { thumbprint } = client.dpopKey;
    expect(await signIn()).toMatchObject({ tokenType: 'dpop', keyThumbprint: thumbprint });
    expect(fake.to('/oauth2/device_authorization')[0]?.form.dpop_jkt).toBe(thumbprint);
    expect(noncesAt('/oauth2/token')).toEqual(['none', 'nonce-1', 'nonce-1']);
    const proofs = fake.to('/oauth2/token').map(({ proof }) => proof);
    expect(proofs[0]).toMatchObject({ alg: 'ES256', htm: 'POST', htu: `${fake.url}/oauth2/token` });
    expect(proofs[0]?.jwk).not.toHaveProperty('d');
    expect(new Set(proofs.map((proof) => proof?.jti)).size).toBe(3);
  });

  test('asks again once, when the nonce has changed, and no more often', async () => {
    const { fake, client, server, signIn, noncesAt } = await setting();
    const tokens = await signIn();
    fake.script.nonce = 'nonce-2';
    expect(await refreshTokens(server, client, tokens)).toMatchObject({ tokenType: 'dpop' });
    expect(noncesAt('/oauth2/token').slice(3)).toEqual(['nonce-1', 'nonce-2']);
    fake.script.refresh = oauthError('use_dpop_nonce');
    expect(await failureOf(refreshTokens(server, client, tokens))).toMatchObject({ code: 'refused' });
    expect(noncesAt('/oauth2/token')).toHaveLength(7);
  });

  test('asks who it is with the scheme DPoP, and a proof of key and token', async () => {
    const { fake, client, server, signIn, noncesAt } = await setting();
    const tokens = await signIn();
    fake.script.nonce = 'nonce-2';
    expect(await fetchUser(server, client, tokens)).toMatchObject({ sub: 'usr_1' });
    expect(noncesAt('/oauth2/userinfo')).toEqual(['nonce-1', 'nonce-2']);
    const [seen] = fake.to('/oauth2/userinfo');
    expect(seen?.authorization).toBe('DPoP dc_first');
    expect(seen?.proof).toMatchObject({ htm: 'GET', ath: expect.stringMatching(/^[\w-]{43}$/) });
    const challenge = { 'www-authenticate': 'DPoP error="invalid_token"' };
    fake.script.userinfo = { status: 401, headers: challenge };
    expect(await failureOf(fetchUser(server, client, tokens))).toMatchObject({ code: 'invalid_token' });
  });

  test('has bearer tokens from a server that does not bind', async () => {
    const { fake, client, server, signIn } = await setting();
    Object.assign(fake.script, { nonce: undefined, polls: [approved] });
    const tokens = await signIn();
    expect(tokens.tokenType).toBe('bearer');
    expect(tokens).not.toHaveProperty('keyThumbprint');
    await fetchUser(server, client, tokens);
    expect(fake.to('/oauth2/userinfo')[0]).toMatchObject({
      authorization: 'Bearer dc_first',
      proof: undefined,
    });
  });

  test('no other request carries a proof, and no client without a key does', async () => {
    const { fake, server, client, signIn } = await setting();
    await signIn();
    await fetchUser(server, client, 'a-bearer-token');
    await refreshTokens(server, plain, 'dc_rt_0');
    const proven = fake.seen.filter(({ proof }) => proof).map(({ path }) => path);
    expect(new Set(proven)).toEqual(new Set(['/oauth2/token']));
    expect(fake.seen.at(-1)).toMatchObject({ path: '/oauth2/token', proof: undefined });
  });
});

describe('a login that is bound to a key', () => {
  async function signedIn(more: Partial<Session> = {}) {
    const all = await setting();
    const sessions = new SessionFile({ directory: join(temporaryDirectory(), 'doorcode') });
    const session = { ...(await all.signIn()), clientId: plain.clientId, ...more };
    await sessions.update(all.fake.url, () => session);
    return { ...all, sessions, session };
  }

  test('is refreshed with its key', async () => {
    const { client, server, sessions, fake } = await signedIn({ expiresAt: 0 });
    const state = await freshSession(sessions, server, client);
    expect(state).toMatchObject({ session: { accessToken: 'dc_refreshed_1', tokenType: 'dpop' } });
    expect(await sessions.read(fake.url)).toMatchObject({ keyThumbprint: client.dpopKey.thumbprint });
  });

  test.each([0, Number.MAX_SAFE_INTEGER])(
    'without it, or with another one, is kept and not shown to the server (ends at %d)',
    async (expiresAt) => {
      const { fake, server, sessions, session } = await signedIn({ expiresAt });
      const before = fake.seen.length;
      fake.script.refresh = oauthError('invalid_grant');
      for (const client of [plain, { ...plain, dpopKey: await createDpopKey() }]) {
        const failures = await Promise.all(
          [
            freshSession(sessions, server, client),
            refreshTokens(server, client, session),
            fetchUser(server, client, session),
          ].map(failureOf),
        );
        for (const failure of failures) expect(failure).toMatchObject({ code: 'unusable_key' });
        expect(String(failures[0])).toMatch(/Sign in again\.$/);
      }
      expect(fake.seen).toHaveLength(before);
      expect(await sessions.read(fake.url)).toEqual(session);
    },
  );

  test('begins with the refresh of one that was not bound', async () => {
    const { client, server, sessions } = await signedIn({ expiresAt: 0, tokenType: 'bearer' });
    expect(await freshSession(sessions, server, client)).toMatchObject({ session: { tokenType: 'dpop' } });
  });
});

test('the whole login ends when the server says so', async () => {
  const { fake, signIn } = await setting();
  const now = new FakeClock().now() + 5000;
  fake.script.polls = [{ body: { ...approved.body, refresh_expires_in: 86_400 } }];
  expect(await signIn()).toMatchObject({ sessionExpiresAt: now + 86_400_000 });
  fake.script.polls = [{ body: { ...approved.body, refresh_expires_in: 'never' } }];
  expect(await signIn()).not.toHaveProperty('sessionExpiresAt');
});
