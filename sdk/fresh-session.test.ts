import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover } from './discovery.js';
import { freshSession } from './fresh-session.js';
import type { Session } from './session.js';
import { SessionFile } from './session-file.js';
import { oauthError } from './testing/fake-server.js';
import { client, failureOf, startFakeServer, temporaryDirectory } from './testing/setting.js';

/** A login whose access token lives for so long. */
async function signedIn(secondsLeft: number, more: Partial<Session> = { refreshToken: 'dc_rt_0' }) {
  const fake = await startFakeServer();
  const server = await discover(fake.url);
  const directory = join(temporaryDirectory(), 'doorcode');
  const sessions = new SessionFile({ directory });
  const expiresAt = Date.now() + secondsLeft * 1000;
  const session: Session = { accessToken: 'dc_old', clientId: 'first-client', expiresAt, ...more };
  await sessions.update(fake.url, () => session);
  return { fake, server, directory, sessions, session };
}

describe('freshSession', () => {
  test('uses an access token that lives for more than a minute', async () => {
    const { fake, server, sessions, session } = await signedIn(120);
    expect(await freshSession(sessions, server, client)).toEqual({ status: 'signed_in', session });
    expect(fake.refreshes).toBe(0);
  });

  test('refreshes one that ends within a minute, as the client that it was given to, and keeps the result', async () => {
    const { fake, server, sessions } = await signedIn(59);
    const state = await freshSession(sessions, server, client);
    expect(state).toMatchObject({ session: { accessToken: 'dc_refreshed_1', refreshToken: 'dc_rt_1' } });
    expect(await sessions.read(fake.url)).toMatchObject({
      accessToken: 'dc_refreshed_1',
      clientId: 'first-client',
    });
    expect(fake.to('/oauth2/token')[0]?.form).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'dc_rt_0',
      client_id: 'first-client',
    });
  });

  test('of twenty that refresh at once one does, and all get its result', async () => {
    const { fake, server, directory } = await signedIn(-1);
    const states = await Promise.all(
      Array.from({ length: 20 }, () => freshSession(new SessionFile({ directory }), server, client)),
    );
    for (const state of states) expect(state).toMatchObject({ session: { accessToken: 'dc_refreshed_1' } });
    expect(fake.to('/oauth2/token')).toHaveLength(1);
  });

  test.each([
    'cut',
    { status: 500 },
    { status: 503 },
    { status: 429 },
    oauthError('invalid_client'),
  ] as const)('keeps the login when the refresh fails with %j', async (answer) => {
    const { fake, server, sessions, session } = await signedIn(-1);
    fake.script.refresh = answer;
    expect(await failureOf(freshSession(sessions, server, client))).toHaveProperty('code');
    expect(await sessions.read(fake.url)).toEqual(session);
  });

  test('forgets the login on invalid_grant', async () => {
    const { fake, server, sessions } = await signedIn(-1);
    fake.script.refresh = oauthError('invalid_grant');
    expect(await freshSession(sessions, server, client)).toEqual({ status: 'ended' });
    expect(await sessions.read(fake.url)).toBeUndefined();
    expect(await freshSession(sessions, server, client)).toEqual({ status: 'signed_out' });
  });

  test('keeps the refresh token of a server that does not rotate', async () => {
    const { fake, server, sessions } = await signedIn(-1);
    fake.script.refresh = { body: { access_token: 'dc_new', token_type: 'Bearer' } };
    expect(await freshSession(sessions, server, client)).toMatchObject({
      session: { accessToken: 'dc_new', refreshToken: 'dc_rt_0' },
    });
  });

  test('does not take the end of the old access token for that of the new one', async () => {
    const { fake, server, sessions } = await signedIn(-1);
    fake.script.refresh = { body: { access_token: 'dc_new', token_type: 'Bearer' } };
    for (const _ of [1, 2]) await freshSession(sessions, server, client);
    expect(fake.to('/oauth2/token')).toHaveLength(1);
  });

  test('refreshes a token that an API has refused, once', async () => {
    const { fake, server, sessions } = await signedIn(3600);
    const rejected = { rejectedToken: 'dc_old' };
    await Promise.all([
      freshSession(sessions, server, client, rejected),
      freshSession(sessions, server, client, rejected),
    ]);
    expect(fake.refreshes).toBe(1);
  });

  test('without a refresh token the login lasts as long as its access token', async () => {
    const shortly = await signedIn(30, {});
    const state = await freshSession(shortly.sessions, shortly.server, client);
    expect(state).toMatchObject({ session: { accessToken: 'dc_old' } });
    const over = await signedIn(-1, {});
    expect(await freshSession(over.sessions, over.server, client)).toEqual({ status: 'ended' });
  });

  test('a refresh that is under way is not interrupted: its answer is the only one there will be', async () => {
    const { fake, server, sessions } = await signedIn(-1);
    const stop = new AbortController();
    const stopThenSend: typeof fetch = (url, init) => {
      stop.abort();
      return fetch(url, init);
    };
    await freshSession(sessions, server, client, { fetch: stopThenSend, signal: stop.signal });
    expect(await sessions.read(fake.url)).toMatchObject({ refreshToken: 'dc_rt_1' });
  });
});
