import { generateSync } from 'otplib';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { presetProfile } from '@/lib/clients/presets';
import type { Client } from '@/lib/clients/store';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { denyDeviceGrant } from '@/lib/device/decide';
import { enterUserCode } from '@/lib/device/enter';
import { consentTicket } from '@/lib/device/ticket';
import { generateUserCode } from '@/lib/device/user-code';
import { actingAs, findPerson } from '@/lib/login/browser-session';
import { sessionCookieName } from '@/lib/login/cookies';
import { forgetFailures } from '@/lib/mfa/attempt';
import { beginAuthenticator, confirmAuthenticator, describeEnrolment } from '@/lib/mfa/authenticator';
import { limits } from '@/lib/rate-limit/limits';
import { changeSettings } from '@/lib/settings/change';
import type { SignInMethod } from '@/lib/settings/schema';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import {
  allow,
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  enter,
  later,
  platformAdmin,
  signIn,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';
import { get, post, send, withClock } from '@/lib/testing/wire';

withDatabase();
withMailbox();
const clock = withClock();
const { name: _, ...profile } = { name: '', ...presetProfile('authos') };
const gitHub = { AUTH_GITHUB_ID: 'x', AUTH_GITHUB_SECRET: 'y' };
const activation = 'https://activate.example.com';
let client: Client;
beforeAll(async () => {
  setTestEnv(gitHub);
  await prisma().organization.create({ data: { id: newId(start), slug: 'acme', name: 'Acme' } });
  client = await createClient({ ...profile, id: 'acme-cli', activationUri: `${activation}/device?a=b` });
});
beforeEach(async () => {
  clock.at(0);
  await prisma().$executeRaw`DELETE FROM rate_limits`;
});

const failure = (status: number, error_code: string, error: unknown = expect.stringMatching(/ /)) => ({
  status,
  body: { error, error_code, timestamp: expect.stringMatching(/^2026-01-01T/) },
});
const asked = { client_id: 'acme-cli', org: 'acme', service: 'acme-cli' };
const code = async (): Promise<string> => (await post('/auth/device/code', asked)).body.user_code;
const verify = (user_code: unknown, headers?: Record<string, string>) =>
  post('/auth/device/verify', { user_code }, headers);
const unknown = failure(
  400,
  'BAD_REQUEST',
  'Invalid user code: it is not right, or it has expired or was used.',
);

describe('asking about a code, before anybody is signed in', () => {
  test('says whose it is and how people sign in, and changes nothing', async () => {
    const userCode = await code();
    for (const typed of [userCode, userCode.toLowerCase().replace('-', ' ')])
      expect(await verify(typed)).toMatchObject({
        status: 200,
        body: {
          org_slug: 'acme',
          service_slug: 'acme-cli',
          available_providers: ['github', 'email', 'passkey'],
        },
      });
    const person = await createSignedInPerson();
    expect(await enter(person, userCode)).toEqual(expect.any(String));
  });

  test('works for the administrators’ clients and for those of other systems', async () => {
    const admins = await createClient({ administratorsOnly: true });
    const other = await createClient({ service: 'main-app' });
    const said = async (of: Client) => (await verify((await startDevice(of)).userCode)).body;
    expect(await said(admins)).toMatchObject({ org_slug: 'platform', service_slug: 'admin-cli' });
    expect(await said(other)).toMatchObject({ org_slug: '', service_slug: 'main-app' });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['nobody has', async () => generateUserCode()],
    ['is no code', async () => 'hello'],
    ['is not there', async () => undefined],
    [
      'has expired',
      async () => {
        const userCode = await code();
        clock.at(900);
        return userCode;
      },
    ],
    [
      'was allowed',
      async () => {
        const { userCode } = await startDevice(client);
        const person = await createSignedInPerson();
        await allow(person, await enter(person, userCode));
        return userCode;
      },
    ],
    [
      'was denied',
      async () => {
        const { userCode } = await startDevice(client);
        const person = await createSignedInPerson();
        const grantId = await enter(person, userCode);
        const by = actingAs(contextAt(start), person);
        await denyDeviceGrant(by, { grantId, ticket: consentTicket(person.browserSessionId, grantId) });
        return userCode;
      },
    ],
    [
      'is of a client that was disabled',
      async () => {
        const gone = await createClient();
        const { userCode } = await startDevice(gone);
        await prisma().client.update({ where: { id: gone.id }, data: { disabledAt: start } });
        return userCode;
      },
    ],
  ])('is one same answer for one that %s', async (_what, make) => {
    const { status, body } = await verify(await make());
    expect({ status, body }).toEqual(unknown);
  });

  test('with an object, or as text, is refused in AuthOS’s form', async () => {
    expect(await verify({})).toMatchObject(failure(400, 'BAD_REQUEST'));
    const text = { text: 'x', headers: { 'content-type': 'text/plain' } };
    expect(await send('POST', '/auth/device/verify', text)).toMatchObject(
      failure(415, 'UNSUPPORTED_MEDIA_TYPE'),
    );
  });
});

describe('guessing by strangers', () => {
  test('stops after so many failures of a network; what is right costs nothing', async () => {
    const userCode = await code();
    await fill('user-code-strangers-site', '', limits['user-code-strangers-site'].points - 1);
    for (let i = 0; i < 3; i++) expect((await verify(userCode)).status).toBe(200);
    expect((await verify(generateUserCode())).status).toBe(400);
    const refused = await verify(userCode);
    expect(refused).toMatchObject(failure(429, 'TOO_MANY_REQUESTS'));
    expect(refused.headers.get('retry-after')).toBe('900');
  });

  test('uses up the limit of all strangers, and nothing of who has signed in', async () => {
    const userCode = await code();
    await fill('user-code-strangers', 'all', limits['user-code-strangers'].points);
    expect((await verify(userCode)).status).toBe(429);
    const person = await createSignedInPerson();
    const by = actingAs(contextAt(start, '192.0.2.1'), person);
    expect((await enterUserCode(by, person.userId, userCode)).outcome).toBe('found');
  });
});

const fill = (name: string, subject: string, points: number) =>
  prisma().$executeRaw`
    INSERT INTO rate_limits (key, points, expire)
    VALUES (${`${name}:${subject}`}, ${points}, ${later(900).getTime()}::bigint)`;

describe('pages of other sites', () => {
  const from = (origin: string) => ({ origin });
  const preflight = (origin: string) =>
    send('OPTIONS' as 'GET', '/auth/device/verify', {
      headers: { ...from(origin), 'access-control-request-method': 'POST' },
    });
  const allowed = (headers: Headers) => headers.get('access-control-allow-origin');

  test('may ask where they are a client’s own activation page, and read failures too', async () => {
    for (const answer of [
      await verify(await code(), from(activation)),
      await verify('x', from(activation)),
    ]) {
      expect(allowed(answer.headers)).toBe(activation);
      expect(answer.headers.get('vary')).toBe('Origin');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
    const { status, headers } = await preflight(activation);
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': activation,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type',
    });
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each([
    'https://evil.example.com',
    'https://activate.example.com.evil.example',
    'http://activate.example.com',
    'https://activate.example.com:8443',
    'https://example.com',
    'https://gone.example.com',
    'null',
  ])('may not from %s', async (origin) => {
    if (origin.includes('gone')) await createClient({ activationUri: `${origin}/`, disabledAt: start });
    const refused = await verify('BCDFGHJK', from(origin));
    expect(refused).toMatchObject(failure(403, 'FORBIDDEN'));
    expect(allowed(refused.headers)).toBeNull();
    // A page that may not read the answer makes nothing count either.
    expect(await prisma().rateLimit.count({ where: { key: { startsWith: 'user-code' } } })).toBe(0);
    const { headers } = await preflight(origin);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('may read nothing else of ours', async () => {
    const answer = await post('/auth/device/code', asked, from(activation));
    expect(allowed(answer.headers)).toBeNull();
    const options = await send('OPTIONS' as 'GET', '/auth/token', { headers: from(activation) });
    expect(allowed(options.headers)).toBeNull();
  });
});

describe('the way from an activation page into the sign-in', () => {
  test.each([
    ['/auth/github?org=acme&service=cli&user_code=BCDF-GHJK', '/device?user_code=BCDF-GHJK&provider=github'],
    ['/auth/admin/github?user_code=BCDF-GHJK', '/device?user_code=BCDF-GHJK&provider=github'],
    ['/auth/email?user_code=BCDF-GHJK', '/device?user_code=BCDF-GHJK&provider=email'],
    ['/auth/github', '/device?provider=github'],
    [
      '/auth/github?user_code=%2F%2Fevil%26next%3Dx&redirect_uri=https://evil.example',
      '/device?user_code=%2F%2Fevil%26next%3Dx&provider=github',
    ],
  ])('%s leads to %s', async (path, location) => {
    const { status, headers } = await get(path);
    expect([status, headers.get('location')]).toEqual([303, location]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('knows Microsoft by AuthOS’s name', async () => {
    setTestEnv({
      AUTH_MICROSOFT_ENTRA_ID_ID: 'x',
      AUTH_MICROSOFT_ENTRA_ID_SECRET: 'y',
      AUTH_MICROSOFT_ENTRA_ID_ISSUER: 'https://login.microsoftonline.com/common/v2.0',
    });
    expect((await get('/auth/microsoft')).headers.get('location')).toBe(
      '/device?provider=microsoft-entra-id',
    );
    setTestEnv(gitHub);
  });

  test.each([
    'google',
    'microsoft',
    'oidc',
    'org-acme',
    'admin',
    'nothing',
    'GitHub',
    '%67ithub',
    '__proto__',
  ])('/auth/%s is 404, as is /auth/admin/…', async (provider) => {
    for (const path of [`/auth/${provider}`, `/auth/admin/${provider}`])
      expect(await get(`${path}?user_code=BCDF-GHJK`)).toMatchObject(failure(404, 'NOT_FOUND'));
  });

  test('is closed where an administrator has switched the provider off', async () => {
    const settings = (off: SignInMethod[]) =>
      changeSettings(contextOf(platformAdmin), { section: 'signIn', value: { off }, version: null });
    const { userId } = await createSignedInPerson();
    await prisma().user.update({ where: { id: userId }, data: { role: 'admin' } });
    expect(await settings(['github'])).toBe('changed');
    expect((await get('/auth/github')).status).toBe(404);
    expect((await verify(await code())).body.available_providers).toEqual(['email', 'passkey']);
    await settings([]);
    expect((await get('/auth/github')).status).toBe(303);
  });

  test('takes no name of another address: what is there is a page or a POST', async () => {
    const alias = await get('/auth/device?user_code=BCDF-GHJK');
    expect([alias.status, alias.headers.get('location')]).toEqual([307, '/device?user_code=BCDF-GHJK']);
    for (const path of ['/auth/token', '/auth/revoke']) expect((await get(path)).status).toBe(405);
    for (const path of ['/auth/admin/device', '/auth/admin/token'])
      expect((await get(path)).status).toBe(404);
  });
});

describe('the second factor of the sign-in page, as JSON', () => {
  const own = { origin: 'http://localhost:3000' };
  const cookieOf = (token: string) => ({ cookie: `${sessionCookieName()}=${token}` });
  const give = (code: unknown, headers: Record<string, string>) =>
    post('/api/auth/mfa/verify', { preauth_token: 'x', code, device_code_id: 'y' }, headers);

  /** A browser that owes the second factor, and what the person's app shows then. */
  async function owing() {
    const person = await createSignedInPerson();
    const by = actingAs(contextAt(start), person);
    await beginAuthenticator(by, person);
    const { secret } = (await describeEnrolment(by, person))!;
    const shows = (seconds: number) =>
      generateSync({ secret, epoch: Math.floor(later(seconds).getTime() / 1000) });
    await confirmAuthenticator(by, person, shows(0));
    const { cookie, userId } = await signIn(person.userId);
    clock.at(60);
    return { cookie, userId, shows };
  }

  test('is given once, in a session that is another one then', async () => {
    const { cookie, shows } = await owing();
    const answer = await give(shows(60), { ...own, ...cookieOf(cookie) });
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    const [, renewed] = /doorcode\.session=([^;]+); .*HttpOnly; SameSite=Lax/.exec(
      answer.headers.get('set-cookie')!,
    )!;
    const find = (token: string) => findPerson(contextAt(later(60)), new Headers(cookieOf(token)));
    expect((await find(renewed!))!.amr).toContain('mfa');
    expect(await find(cookie)).toBeNull();
    expect(await give(shows(60), { ...own, ...cookieOf(renewed!) })).toMatchObject(
      failure(400, 'BAD_REQUEST'),
    );
  });

  test.each<[string, (cookie: string) => Record<string, string>, ReturnType<typeof failure>]>([
    [
      'by a program, which has no session',
      () => ({}),
      failure(401, 'UNAUTHORIZED', expect.stringContaining('/login')),
    ],
    ['without a session', () => own, failure(401, 'UNAUTHORIZED', expect.stringContaining('/login'))],
    [
      'with a token for a cookie',
      () => ({ ...own, authorization: 'Bearer dc_x' }),
      failure(401, 'UNAUTHORIZED', expect.stringContaining('/login')),
    ],
    [
      'from another site',
      (cookie) => ({ ...cookieOf(cookie), origin: activation }),
      failure(403, 'FORBIDDEN'),
    ],
    ['from nowhere', cookieOf, failure(403, 'FORBIDDEN')],
    [
      'from another site, as the browser says',
      (cookie) => ({ ...own, ...cookieOf(cookie), 'sec-fetch-site': 'cross-site' }),
      failure(403, 'FORBIDDEN'),
    ],
  ])('is not taken %s', async (_what, headers, answer) => {
    const { cookie, shows } = await owing();
    const refused = await give(shows(60), headers(cookie));
    expect(refused).toMatchObject(answer);
    expect(refused.headers.get('set-cookie')).toBeNull();
    expect((await give(shows(60), { ...own, ...cookieOf(cookie) })).status).toBe(200);
  });

  test('counts what is wrong, on the account', async () => {
    const { cookie, shows, userId } = await owing();
    const as = { ...own, ...cookieOf(cookie) };
    for (const wrong of ['000000', undefined, 'x'.repeat(100)])
      expect(await give(wrong, as)).toMatchObject(failure(400, 'BAD_REQUEST'));
    for (let i = 3; i < 10; i++) await give('000000', as);
    expect(await give(shows(60), as)).toMatchObject(failure(429, 'TOO_MANY_REQUESTS'));
    await forgetFailures(userId);
    expect((await give(shows(60), as)).status).toBe(200);
  });
});
