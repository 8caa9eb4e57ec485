import { describe, expect, test } from 'vitest';
import { requestDeviceAuthorization } from './device-authorization.js';
import { discover } from './discovery.js';
import { FakeClock } from './testing/fake-clock.js';
import { type Answer, approved, oauthError, pending } from './testing/fake-server.js';
import { client, failureOf, startFakeServer } from './testing/setting.js';
import { type WaitOptions, waitForTokens } from './wait-for-tokens.js';

/** A sign-in whose polls are answered by `polls`, on a clock where waiting takes no time. */
async function signIn(polls: Answer[], options: WaitOptions = {}, device: Record<string, unknown> = {}) {
  const fake = await startFakeServer();
  Object.assign(fake.script, { polls, device });
  const clock = new FakeClock();
  const server = await discover(fake.url);
  const authorization = await requestDeviceAuthorization(server, client, { clock });
  const outcome = waitForTokens(server, client, authorization, { clock, ...options });
  return { fake, clock, outcome };
}

describe('waitForTokens', () => {
  test('polls at the interval that the server names, from the first poll on', async () => {
    const { fake, clock, outcome } = await signIn([pending, pending, approved], {}, { interval: 7 });
    expect(await outcome).toEqual({
      status: 'approved',
      tokens: {
        accessToken: 'dc_first',
        tokenType: 'bearer',
        refreshToken: 'dc_rt_0',
        expiresAt: expect.any(Number),
      },
    });
    expect(clock.slept).toEqual([7, 7, 7]);
    expect(fake.to('/oauth2/token')[0]?.form).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'the-device-code',
      client_id: 'acme-cli',
    });
  });

  test('each slow_down adds five seconds for all later polls', async () => {
    const slowDown = oauthError('slow_down');
    const { clock, outcome } = await signIn([slowDown, slowDown, pending, slowDown, approved]);
    await outcome;
    expect(clock.slept).toEqual([5, 10, 15, 15, 20]);
  });

  test('a longer interval that comes with slow_down is obeyed', async () => {
    const { clock, outcome } = await signIn([oauthError('slow_down', { interval: 30 }), pending, approved]);
    await outcome;
    expect(clock.slept).toEqual([5, 30, 30]);
  });

  test('a denial and an expiry are results, not errors', async () => {
    const denied = await signIn([oauthError('access_denied')]);
    expect(await denied.outcome).toEqual({ status: 'denied' });
    const expired = await signIn([oauthError('expired_token')]);
    expect(await expired.outcome).toEqual({ status: 'expired' });
  });

  test('stops by itself when the code has expired', async () => {
    const { fake, clock, outcome } = await signIn([pending], {}, { expires_in: 12 });
    expect(await outcome).toEqual({ status: 'expired' });
    expect(clock.slept).toEqual([5, 5, 2]);
    expect(fake.to('/oauth2/token')).toHaveLength(2);
  });

  test('a cut connection, a 5xx and a 429 double the wait, and an answer ends that', async () => {
    const seen: string[] = [];
    const polls: Answer[] = ['cut', { status: 503 }, { status: 429 }, pending, approved];
    const { clock, outcome } = await signIn(polls, { onPoll: ({ kind }) => void seen.push(kind) });
    expect(await outcome).toMatchObject({ status: 'approved' });
    expect(clock.slept).toEqual([5, 10, 20, 40, 5]);
    expect(seen).toEqual(['no_answer', 'no_answer', 'no_answer', 'authorization_pending']);
  });

  test('Retry-After is waited for', async () => {
    const { clock, outcome } = await signIn([{ status: 503, headers: { 'retry-after': '70' } }, approved]);
    await outcome;
    expect(clock.slept).toEqual([5, 70]);
  });

  test('any other answer ends it with an error that can be shown', async () => {
    const hostile = oauthError('invalid_grant', { error_description: 'no\x1b[2J such\u202E code' });
    const { fake, outcome } = await signIn([hostile]);
    expect(await failureOf(outcome)).toMatchObject({
      code: 'refused',
      oauthError: 'invalid_grant',
      message: `${fake.url} refused with "invalid_grant": no such code`,
    });
    const nonsense = await signIn([{ status: 200, body: 'hello' }]);
    expect(await failureOf(nonsense.outcome)).toMatchObject({ code: 'bad_answer' });
  });

  test('can be stopped, and ends with the reason given', async () => {
    const stop = new AbortController();
    const { fake, outcome } = await signIn([pending], {
      signal: stop.signal,
      onPoll: () => stop.abort('enough'),
    });
    expect(await failureOf(outcome)).toBe('enough');
    expect(fake.to('/oauth2/token')).toHaveLength(1);
  });

  test('an interval or a lifetime beyond all measure does not make it spin', async () => {
    const { clock, outcome } = await signIn([approved], {}, { interval: 1e12, expires_in: 1e15 });
    expect(await outcome).toMatchObject({ status: 'approved' });
    expect(clock.slept).toEqual([1e12]);
  });
});
