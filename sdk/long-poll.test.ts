import { describe, expect, test, vi } from 'vitest';
import { requestDeviceAuthorization } from './device-authorization.js';
import { discover } from './discovery.js';
import { createDpopKey } from './dpop-key.js';
import { announcedLongPoll, isWaitApplied } from './long-poll.js';
import { FakeClock } from './testing/fake-clock.js';
import {
  approved,
  approvedForKey,
  held,
  longPollMetadata,
  oauthError,
  type PollScript,
  pending,
} from './testing/fake-server.js';
import { client as acme, failureOf, startFakeServer } from './testing/setting.js';
import { type WaitOptions, waitForTokens } from './wait-for-tokens.js';

type Options = WaitOptions & { metadata?: object; device?: object; client?: typeof acme };

/** A server that holds polls, and a sign-in on a clock where only the server takes time. */
async function setting(options: Options = {}) {
  const { metadata = longPollMetadata, device = {}, client = acme, ...more } = options;
  const fake = await startFakeServer();
  Object.assign(fake.script.metadata, metadata);
  fake.script.device = { ...device };
  const clock = new FakeClock();
  const signIn = async (polls: PollScript[]) => {
    fake.script.polls = polls;
    const server = await discover(fake.url);
    const authorization = await requestDeviceAuthorization(server, client, { clock });
    return waitForTokens(server, client, authorization, { clock, ...more });
  };
  /** A poll that the server holds for so long. */
  const after = (seconds: number, answer: PollScript = held(pending)) => {
    return async () => {
      clock.pass(seconds);
      return typeof answer === 'function' ? answer() : answer;
    };
  };
  const asked = () => fake.to('/oauth2/token').map(({ prefer }) => prefer);
  return { fake, clock, signIn, after, asked };
}

const plain = undefined;
const wait = 'wait=25';

describe('where the server holds polls', () => {
  test('the first one waits at once, and the tokens come with its answer', async () => {
    const { clock, signIn, after, asked } = await setting();
    const start = clock.now();
    expect(await signIn([after(3, held(approved))])).toMatchObject({ status: 'approved' });
    expect(asked()).toEqual([wait]);
    expect(clock.slept).toEqual([0]);
    expect(clock.now()).toBe(start + 3000);
  });

  test('the next follows at once; after a short wait, when the interval since the start of the last is over', async () => {
    const { clock, signIn, after, asked } = await setting();
    await signIn([after(25), after(4), after(0), after(5), approved]);
    expect(clock.slept).toEqual([0, 0, 1, 5, 0]);
    expect(asked()).toEqual(Array(5).fill(wait));
  });

  test('one that was not held keeps to the interval, and the next one asks again', async () => {
    const { clock, signIn, after, asked } = await setting();
    await signIn([pending, after(25, pending), after(25), approved]);
    expect(clock.slept).toEqual([0, 5, 5, 0]);
    expect(asked()).toEqual(Array(4).fill(wait));
  });

  test('slow_down makes the interval longer, for waits too', async () => {
    const { clock, signIn, after } = await setting();
    await signIn([
      oauthError('slow_down'),
      after(4),
      after(12),
      oauthError('slow_down', { interval: 30 }),
      approved,
    ]);
    expect(clock.slept).toEqual([0, 10, 6, 0, 30]);
  });

  test.each([
    ['a denial', 'access_denied', 'denied'],
    ['an expiry', 'expired_token', 'expired'],
  ])('%s ends it from within the wait', async (_name, error, status) => {
    const { signIn, after } = await setting();
    expect(await signIn([after(9, held(oauthError(error)))])).toEqual({ status });
  });

  test('a clock that is set back during a wait costs no more than the interval', async () => {
    const { clock, signIn, after } = await setting();
    await signIn([after(-3600), approved]);
    expect(clock.slept).toEqual([0, 5]);
  });

  test('a proof is made for each request, and a nonce is asked for once', async () => {
    const client = { ...acme, dpopKey: await createDpopKey() };
    const { fake, clock, signIn, after, asked } = await setting({ client });
    fake.script.nonce = 'nonce-1';
    await signIn([after(25), held(approvedForKey)]);
    expect(fake.to('/oauth2/token').map(({ proof }) => proof?.nonce)).toEqual([plain, 'nonce-1', 'nonce-1']);
    expect(new Set(fake.to('/oauth2/token').map(({ proof }) => proof?.jti)).size).toBe(3);
    expect(asked()).toEqual([wait, wait, wait]);
    expect(clock.slept).toEqual([0, 0]);
  });
});

describe('where it does not, or is not to', () => {
  test.each([
    ['a server that announces nothing', { metadata: {} }],
    [
      'one that says no',
      { metadata: { ...longPollMetadata, device_authorization_long_poll_supported: false } },
    ],
    ['longPoll: false', { longPoll: false }],
  ])('%s is polled at the interval, without the header', async (_name, options) => {
    const { clock, signIn, after, asked } = await setting(options);
    await signIn([pending, after(9), approved]);
    expect(clock.slept).toEqual([5, 5, 5]);
    expect(asked()).toEqual([plain, plain, plain]);
  });

  test.each([
    [25, 25],
    [10.9, 10],
    [3600, 60],
    [0, 25],
    [-1, 25],
    ['40', 25],
    [undefined, 25],
  ])('an announced limit of %j is taken as %d', (announced, seconds) => {
    const server = {
      issuer: 'https://login.example.com',
      device_authorization_long_poll_supported: true,
      device_authorization_long_poll_max_wait: announced,
    };
    expect(announcedLongPoll(server)?.maxWaitSeconds).toBe(seconds);
  });

  test.each([
    ['wait=25', true],
    ['respond-async, Wait="10"', true],
    ['wait', true],
    ['respond-async', false],
    ['await=25', false],
    ['', false],
  ])('"Preference-Applied: %s" says %j', (value, isApplied) => {
    expect(isWaitApplied(new Headers({ 'preference-applied': value }))).toBe(isApplied);
  });
});

describe('a wait that is cut', () => {
  test('is followed by a plain poll; two in a row, and the rest of the sign-in is polled plainly', async () => {
    const { clock, signIn, after, asked } = await setting();
    const polls = [after(20, 'cut'), pending, after(20, { status: 504 }), pending, pending, approved];
    expect(await signIn(polls)).toMatchObject({ status: 'approved' });
    expect(asked()).toEqual([wait, plain, wait, plain, plain, plain]);
    expect(clock.slept).toEqual([0, 10, 5, 10, 5, 5]);
  });

  test('now and then is no reason to stop', async () => {
    const { signIn, after, asked } = await setting();
    await signIn([after(20, 'cut'), pending, after(25), after(20, { status: 502 }), pending, approved]);
    expect(asked()).toEqual([wait, plain, wait, wait, plain, wait]);
  });

  test('by a server that is gone for a while is one cut, however often it is asked in vain', async () => {
    const { clock, signIn, after, asked } = await setting();
    await signIn([after(25), 'cut', 'cut', { status: 503 }, pending, after(25), approved]);
    expect(asked()).toEqual([wait, wait, plain, plain, plain, wait, wait]);
    expect(clock.slept).toEqual([0, 0, 10, 20, 40, 5, 0]);
  });
});

describe('a wait', () => {
  test('never reaches beyond the end of the code', async () => {
    const { clock, signIn, after, asked } = await setting({ device: { expires_in: 40 } });
    const start = clock.now();
    expect(await signIn([after(25), after(14.5), pending])).toEqual({ status: 'expired' });
    expect(asked()).toEqual(['wait=25', 'wait=15', plain]);
    expect(clock.now()).toBe(start + 40_000);
  });

  test('is given its time besides the usual timeout, and none after the end of the code', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    const { signIn, after } = await setting({ timeoutSeconds: 7, device: { expires_in: 40 } });
    timeout.mockClear();
    await signIn([after(25), after(14, approved)]);
    expect(timeout.mock.calls.slice(-2)).toEqual([[32_000], [16_000]]);
    timeout.mockRestore();
  });

  test('that nobody answers ends with the code', async () => {
    const { clock, signIn } = await setting({
      device: { expires_in: 20 },
      fetch: async () => {
        clock.pass(21);
        throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      },
    });
    expect(await signIn([])).toEqual({ status: 'expired' });
  });

  test('ends at once when it is stopped, with the reason given', async () => {
    const stop = new AbortController();
    const { signIn, asked } = await setting({ signal: stop.signal });
    const stopped = signIn([
      () => {
        stop.abort('enough');
        return new Promise<never>(() => {});
      },
    ]);
    expect(await failureOf(stopped)).toBe('enough');
    expect(asked()).toEqual([wait]);
  });
});
