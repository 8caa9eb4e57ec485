import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST as enterCode } from '@/app/device/enter/route';
import { presetProfile } from '@/lib/clients/presets';
import type { Client } from '@/lib/clients/store';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { answerCodeStatus } from '@/lib/dialects/better-auth-decide';
import type { Person } from '@/lib/login/browser-session';
import { limits } from '@/lib/rate-limit/limits';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  signIn,
  start,
} from '@/lib/testing/factories';
import { bearer, get, post, withClock } from '@/lib/testing/wire';

withDatabase();
const clock = withClock();
const origin = 'http://localhost:3000';

let client: Client;
let person: Browser;
beforeAll(async () => {
  client = await createClient({ ...presetProfile('better-auth'), name: 'Better Skills' });
});
beforeEach(async () => {
  clock.at(0);
  await prisma().rateLimit.deleteMany();
  person = await createSignedInPerson();
});

/** A signed-in browser, with the cookies that it was given. */
type Browser = Person & { cookie: string; code?: string };
const cookieOf = ({ cookie, code }: Browser) => `doorcode.session=${cookie}${code ? `; ${code}` : ''}`;
const from = (browser: Browser) => ({ cookie: cookieOf(browser), origin });

const startDevice = async () =>
  (await post('/api/auth/device/code', { client_id: client.id, scope: 'openid email' })).body;
const poll = async (device_code: string, seconds = 0) => {
  clock.at(seconds);
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const answer = await post('/api/auth/device/token', { client_id: client.id, grant_type, device_code });
  clock.at(0);
  return answer.body.error ?? 'tokens';
};
const status = (userCode: string, headers?: Record<string, string>) =>
  get(`/api/auth/device?user_code=${encodeURIComponent(userCode)}`, headers);
const say = (what: 'approve' | 'deny', userCode: unknown, headers?: Record<string, string>, more = {}) =>
  post(`/api/auth/device/${what}`, { userCode, ...more }, headers);
/** Ask for the code as better-auth's page does, and keep the cookie. */
async function claim(browser: Browser, userCode: string): Promise<Browser> {
  const answer = await status(userCode, from(browser));
  expect(answer.status).toBe(200);
  return { ...browser, code: answer.headers.getSetCookie()[0]!.split(';')[0]! };
}
const failure = (status: number, error: string) => ({
  status,
  body: { error, error_description: expect.any(String) },
});
const [unknown, unclaimed] = [failure(400, 'invalid_request'), failure(403, 'access_denied')];

describe('where a code stands', () => {
  test('is told nobody but that it waits; the same with a dash and in small letters', async () => {
    const { user_code } = await startDevice();
    const typed = `${user_code.slice(0, 4)}-${user_code.slice(4)}`.toLowerCase();
    for (const one of [user_code, typed]) {
      const answer = await status(one);
      expect(answer).toMatchObject({ status: 200, body: { user_code: one, status: 'pending' } });
      expect(Object.keys(answer.body)).toEqual(['user_code', 'status']);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  });

  test('wrong, expired, decided and unreadable codes look alike', async () => {
    const [expired, decided] = [await startDevice(), await startDevice()];
    const owner = await claim(person, decided.user_code);
    await say('deny', decided.user_code, from(owner));
    const other = await createSignedInPerson();
    for (const headers of [{}, from(other)]) {
      const answers = [await status('BCDFGHJK', headers), await status(decided.user_code, headers)];
      clock.at(1_800);
      answers.push(await status(expired.user_code, headers));
      clock.at(0);
      answers.push(await status('\0é', headers), await status('x'.repeat(300), headers));
      for (const answer of answers) expect(answer).toMatchObject(unknown);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    }
  });

  test.each(['/api/auth/device', '/api/auth/device?user_code=', '/api/auth/device?user_code=A&user_code=B'])(
    '%s is invalid_request',
    async (path) => {
      expect(await get(path)).toMatchObject(unknown);
    },
  );

  test('with a signed-in session it enters the code: who asks, what for, and the proof in a cookie', async () => {
    const { user_code } = await startDevice();
    const answer = await status(user_code, from(person));
    expect(answer).toMatchObject({
      status: 200,
      body: { user_code, status: 'pending', client_id: client.id, scope: 'openid email' },
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^doorcode\.code=[0-9a-f-]{36}\.[\w-]{43}\.[\w-]{43}\.[A-Z]{4}-[A-Z]{4}; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('whoever entered it sees what became of it', async () => {
    const [allowed, denied, late] = [await startDevice(), await startDevice(), await startDevice()];
    for (const [device, what, state] of [
      [allowed, 'approve', 'approved'],
      [denied, 'deny', 'denied'],
    ] as const) {
      const owner = await claim(person, device.user_code);
      await say(what, device.user_code, from(owner));
      expect((await status(device.user_code, from(owner))).body).toMatchObject({
        ...{ user_code: device.user_code, status: state, client_id: client.id },
      });
    }
    const owner = await claim(person, late.user_code);
    clock.at(1_800);
    expect(await status(late.user_code, from(owner))).toMatchObject(failure(400, 'expired_token'));
  });

  test('a page of another site may not ask, and makes nothing count', async () => {
    const { user_code } = await startDevice();
    for (const site of ['cross-site', 'same-site'])
      for (const code of [user_code, 'BCDFGHJK'])
        expect(await status(code, { ...from(person), 'sec-fetch-site': site })).toMatchObject(
          failure(403, 'access_denied'),
        );
    expect(await prisma().rateLimit.count({ where: { key: { startsWith: 'user-code' } } })).toBe(0);
  });

  test.each<[string, 'GET' | 'HEAD', Record<string, string>]>([
    ['HEAD', 'HEAD', {}],
    ['looking ahead', 'GET', { 'sec-purpose': 'prefetch' }],
    ['looking ahead, as it was called', 'GET', { purpose: 'prefetch' }],
  ])('%s enters nothing', async (_what, method, headers) => {
    const { user_code } = await startDevice();
    const path = `/api/auth/device?user_code=${user_code}`;
    const asked = new Request(`${origin}${path}`, { method, headers: { ...from(person), ...headers } });
    const answer = await answerCodeStatus({ ctx: contextAt(start), request: asked });
    expect(answer).toEqual({ user_code, status: 'pending' });
  });

  test('the cookie holds the code that was entered with its proof, and no other', async () => {
    const [mine, other] = [await startDevice(), await startDevice()];
    const owner = await claim(person, mine.user_code);
    const shown = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`;
    const planted = { ...owner, code: owner.code!.replace(shown(mine.user_code), shown(other.user_code)) };
    expect(await say('approve', other.user_code, from(planted))).toMatchObject(unclaimed);
    expect(await say('approve', mine.user_code, from(planted))).toMatchObject(unclaimed);
    expect((await say('approve', mine.user_code, from(owner))).status).toBe(200);
  });

  test('who owes a second factor asks as nobody does', async () => {
    const { user_code } = await startDevice();
    await giveApp(person);
    const answer = await status(user_code, from(person));
    expect(Object.keys(answer.body)).toEqual(['user_code', 'status']);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('guesses are limited: by account, and of all who are not signed in', async () => {
    const { user_code } = await startDevice();
    for (let i = 0; i < limits['user-code-account'].points; i++) await status('BCDFGHJK', from(person));
    const limited = await status(user_code, from(person));
    expect(limited).toMatchObject(failure(429, 'too_many_requests'));
    expect(limited.headers.get('retry-after')).toBe('900');
    expect((await status(user_code)).status).toBe(200);

    await prisma().rateLimit.updateMany({
      where: { key: 'user-code-strangers:all' },
      data: { points: limits['user-code-strangers'].points },
    });
    expect(await status(user_code)).toMatchObject(failure(429, 'too_many_requests'));
    // Who is signed in is not stopped by those who are not.
    await claim(await createSignedInPerson(), user_code);
  });
});

const giveApp = (of: Person) =>
  prisma().authenticator.create({
    data: { userId: of.userId, secretEncrypted: Uint8Array.from([1]), lastUsedStep: 0n, createdAt: start },
  });

describe.each(['approve', 'deny'] as const)('%s', (what) => {
  const after = { approve: 'tokens', deny: 'access_denied' }[what];

  test('by the session that entered the code decides, once', async () => {
    const device = await startDevice();
    const owner = await claim(person, device.user_code);
    expect(await say(what, device.user_code, from(owner))).toMatchObject({
      status: 200,
      body: { success: true },
    });
    for (const again of ['approve', 'deny'] as const)
      expect(await say(again, device.user_code, from(owner))).toMatchObject(unknown);
    expect(await poll(device.device_code)).toBe(after);
  });

  test('by nobody is unauthorized: a bearer token is nobody in a browser (I8)', async () => {
    const device = await startDevice();
    const owner = await claim(person, device.user_code);
    const { accessToken } = await createTokens(client, person);
    for (const headers of [
      { origin },
      { origin, ...bearer(accessToken) },
      { origin, ...bearer(person.cookie) },
      { origin, cookie: `doorcode.session=${accessToken}` },
      // The proof without the session.
      { origin, cookie: owner.code!, ...bearer(accessToken) },
    ])
      expect(await say(what, device.user_code, headers)).toMatchObject(failure(401, 'unauthorized'));
    expect(await poll(device.device_code)).toBe('authorization_pending');
  });

  test('by who owes a second factor is unauthorized', async () => {
    const device = await startDevice();
    const owner = await claim(person, device.user_code);
    await giveApp(person);
    expect(await say(what, device.user_code, from(owner))).toMatchObject(failure(401, 'unauthorized'));
    await prisma().authenticator.deleteMany();
    await prisma().organization.updateMany({
      data: { secondFactor: 'required', secondFactorGraceDays: 0, secondFactorRequiredSince: new Date(0) },
    });
    await prisma().membership.updateMany({ data: { createdAt: new Date(0) } });
    expect(await say(what, device.user_code, from(owner))).toMatchObject(failure(401, 'unauthorized'));
    await prisma().organization.updateMany({ data: { secondFactor: 'optional' } });
    expect(await poll(device.device_code)).toBe('authorization_pending');
  });

  test('from another site is refused, whatever it says', async () => {
    const device = await startDevice();
    const { origin: _own, ...owner } = from(await claim(person, device.user_code));
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
      { origin, 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ] as Record<string, string>[])
      expect(await say(what, device.user_code, { ...owner, ...headers })).toMatchObject(unclaimed);
    expect(await poll(device.device_code)).toBe('authorization_pending');
  });

  test('by a session that did not enter it is refused, and tells nothing of the code', async () => {
    const device = await startDevice();
    const owner = await claim(person, device.user_code);
    const other = await createSignedInPerson();
    const own = await claim(other, (await startDevice()).user_code);
    const answers = [
      await say(what, device.user_code, from(other)),
      // Another's proof; one's own proof of another code; a code that nobody has.
      await say(what, device.user_code, from({ ...other, code: owner.code! })),
      await say(what, device.user_code, from(own)),
      await say(what, 'BCDFGHJK', from(other)),
      // Another session of the same person.
      await say(what, device.user_code, from({ ...(await signIn(person.userId)), code: owner.code! })),
    ];
    for (const answer of answers) expect(answer).toMatchObject(unclaimed);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await poll(device.device_code)).toBe('authorization_pending');
  });

  test('after somebody else has decided is refused', async () => {
    const device = await startDevice();
    const [first, second] = [
      await claim(person, device.user_code),
      await claim(await createSignedInPerson(), device.user_code),
    ];
    await say('deny', device.user_code, from(first));
    expect(await say(what, device.user_code, from(second))).toMatchObject(unclaimed);
    expect(await status(device.user_code, from(second))).toMatchObject(unknown);
  });

  test('of an expired code is expired_token', async () => {
    const device = await startDevice();
    const owner = await claim(person, device.user_code);
    clock.at(1_800);
    expect(await say(what, device.user_code, from(owner))).toMatchObject(failure(400, 'expired_token'));
  });

  test.each([[undefined], [''], [7], [{ gt: '' }], ['x'.repeat(300)]])(
    'of %j is invalid_request',
    async (code) => {
      expect(await say(what, code, from(person))).toMatchObject(unknown);
    },
  );
});

test('who entered a code on our own page may decide so as well', async () => {
  const device = await startDevice();
  const entered = await enterCode(
    new Request(`${origin}/device/enter`, {
      method: 'POST',
      headers: from(person),
      body: new URLSearchParams({ code: device.user_code }),
    }),
  );
  const code = entered.headers.getSetCookie()[0]!.split(';')[0]!;
  expect((await say('approve', device.user_code, from({ ...person, code }))).status).toBe(200);
  expect(await poll(device.device_code)).toBe('tokens');
});

test('whoever belongs to several organizations names one', async () => {
  const device = await startDevice();
  const id = newId(start);
  await prisma().organization.create({ data: { id, slug: `more-${id}`, name: 'More' } });
  await prisma().membership.create({ data: { organizationId: id, userId: person.userId } });
  const owner = from(await claim(person, device.user_code));
  for (const organizationId of [undefined, newId(start), 'x', {}])
    expect(await say('approve', device.user_code, owner, { organizationId })).toMatchObject(unknown);
  const answer = await say('approve', device.user_code, owner, { organizationId: id });
  expect(answer).toMatchObject({ status: 200, body: { success: true } });
  const grant = await prisma().deviceGrant.findFirstOrThrow({ where: { userId: person.userId } });
  expect(grant.organizationId).toBe(id);
});

test('what asks for a stronger sign-in is not allowed with this one', async () => {
  const { body } = await post('/api/auth/device/code', {
    ...{ client_id: client.id, acr_values: 'urn:doorcode:acr:2fa' },
  });
  const owner = from(await claim(person, body.user_code));
  expect(await say('approve', body.user_code, owner)).toMatchObject(unclaimed);
  expect(await poll(body.device_code)).toBe('authorization_pending');
});

test('twenty approvals and denials at once: one decides', async () => {
  const device = await startDevice();
  const owner = from(await claim(person, device.user_code));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => say(i % 2 ? 'approve' : 'deny', device.user_code, owner)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.error === 'invalid_request')).toHaveLength(19);
});
