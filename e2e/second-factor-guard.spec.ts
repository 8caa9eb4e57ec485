import { afterTheTest, contentsOf } from './testing/contents';
import type { Database } from './testing/database';
import { signInByForms } from './testing/form-person';
import { getRoutes, pagePaths, postRoutes } from './testing/forms-of';
import { expect, test } from './testing/forms-test';
import { setUpAppByForms } from './testing/second-factor';
import type { RunningServer } from './testing/server';
import { poll, postForm } from './testing/wire';

/** What a session may do that owes its second factor: give it, and sign out. Everything else of app/ is called here. */
const itsOwn = /^\/(login\/mfa(\/.*)?|logout)$/;

const asking = (server: RunningServer) => async (path: string, cookie: string) => {
  const answer = await fetch(server.url + path, { redirect: 'manual', headers: { cookie } });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
};
const filled = (path: string) =>
  path
    .replace('[...nextauth]', 'callback/email')
    .replace(/\[[^/]+\]/g, (name) => (name === '[slug]' ? 'default' : 'doorcode-cli'));

test('with a first factor alone no page and no form answers more than it answers a stranger', async ({
  server,
  database,
  prepared,
}) => {
  const { person, device, entered, link, setUp, accessToken, fieldsOf } = prepared;
  await setUpAppByForms(person);
  await database.query("UPDATE users SET role = 'admin' WHERE email = $1", [person.email]);
  const half = (await signInByForms(server, person.email)).cookie();
  const ask = asking(server);
  const query = new URLSearchParams({
    ...{ request: entered.request, user_code: device.user_code, token: setUp, next: '/account' },
    ...{ email: link.searchParams.get('email')! },
  });

  const until = afterTheTest();
  const before = await contentsOf(database, until);
  const reads = [...new Set([...pagePaths, ...getRoutes])].filter((path) => !itsOwn.test(path));
  expect(reads.length).toBeGreaterThan(25);
  for (const path of reads) {
    const address = `${filled(path)}?${query}`;
    const [got, stranger] = [await ask(address, half), await ask(address, '')];
    if (got.location?.startsWith('/login/mfa?')) continue;
    // Whom a page does not know it may still name: who may go on signing in.
    expect([path, got.status, got.location]).toEqual([path, stranger.status, stranger.location]);
    expect(got.html, path).not.toContain('action="/account');
    expect(got.html, path).not.toContain('action="/admin');
    expect(got.html, path).not.toContain('action="/device/decide"');
  }

  const writes = postRoutes.map(({ path }) => path).filter((path) => !itsOwn.test(path));
  expect(writes.length).toBeGreaterThanOrEqual(15);
  // What signs in is for strangers: it begins another sign-in, takes nothing from this one, and may end it.
  const isSignIn = (path: string) => path.startsWith('/login/');
  for (const path of writes.filter((one) => !isSignIn(one))) {
    const sent = { cookie: half, origin: server.url };
    const got = await postForm(server, path, fieldsOf(path), sent);
    expect([path, got.status]).toEqual([path, 303]);
    expect(got.headers.get('location'), path).toMatch(/^\/login\/mfa\?/);
  }
  expect(await contentsOf(database, until)).toEqual(before);
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');

  // The same session, once the factor is given, gets through.
  expect(accessToken).toBeTruthy();
  expect((await ask('/account', person.cookie())).status).toBe(200);
});

/** Where whoever must have a second factor sets one up. */
const setsUp = ['/account/security/authenticator', '/account/security/passkeys/new', '/login/mfa/set-up'];
const setUpForms = [
  ...['/account/security/authenticator/confirm', '/account/security/passkeys/add'],
  ...['/account/security/passkeys/options', '/account/security/authenticator/start'],
];
/** What strangers see too: signing in, and addresses that only lead to others. */
const forStrangers = [
  ...['/login', '/login/continue', '/login/link', '/login/sent', '/login/not-me', '/login/not-me/done'],
  ...['/api/login/[...nextauth]', '/mailbox', '/admin', '/auth/device'],
  ...['/activate', '/activate/success', '/activate/mfa-challenge'],
  ...['/api/admin', '/account/data/deleted'],
];
const signsInOrOut = /^\/(login\/.*|logout)$/;

/** Meanwhile everybody must have a second factor, at once. */
async function whileRequired(database: Database, act: () => Promise<void>): Promise<void> {
  const set = (policy: string) => database.query(`UPDATE organizations SET ${policy}`);
  await set(
    `second_factor = 'required', second_factor_grace_days = 0, second_factor_required_since = now() - interval '1 day'`,
  );
  try {
    await act();
  } finally {
    await set(
      `second_factor = 'optional', second_factor_grace_days = 7, second_factor_required_since = NULL`,
    );
  }
}

test('whoever must set a second factor up gets to do that, and to nothing else', async ({
  server,
  database,
  prepared,
}) => {
  const { person, device, entered, link, setUp, fieldsOf } = prepared;
  await database.query("UPDATE users SET role = 'admin' WHERE email = $1", [person.email]);
  const ask = asking(server);
  const cookie = person.cookie();
  const query = new URLSearchParams({
    ...{ request: entered.request, user_code: device.user_code, token: setUp, next: '/account' },
    ...{ email: link.searchParams.get('email')! },
  });
  const send = (path: string) => postForm(server, path, fieldsOf(path), { cookie, origin: server.url });

  await whileRequired(database, async () => {
    const until = afterTheTest();
    const before = await contentsOf(database, until);
    const led: string[] = [];
    for (const path of new Set([...pagePaths, ...getRoutes])) {
      const { status, location, html } = await ask(`${filled(path)}?${query}`, cookie);
      if (location?.startsWith('/login/mfa/set-up?')) led.push(path);
      else if (setsUp.includes(path)) expect([path, status]).toEqual([path, 200]);
      else if (path === '/login/mfa') expect(location, 'nothing to give').toBe('/account');
      else {
        expect(forStrangers).toContain(path);
        const stranger = await ask(`${filled(path)}?${query}`, '');
        expect([path, status, location]).toEqual([path, stranger.status, stranger.location]);
        expect(html, path).not.toMatch(/action="\/(account|admin|device)/);
      }
    }
    expect(led.length).toBeGreaterThan(20);
    for (const path of [...setsUp, '/login']) expect(led).not.toContain(path);

    const writes = postRoutes.map(({ path }) => path).filter((path) => !signsInOrOut.test(path));
    expect(writes).toEqual(expect.arrayContaining(setUpForms));
    for (const path of writes.filter((one) => !setUpForms.includes(one))) {
      const got = await send(path);
      expect([path, got.status]).toEqual([path, 303]);
      expect(got.headers.get('location'), path).toMatch(/^\/login\/mfa\/set-up\?/);
    }
    expect(await contentsOf(database, until)).toEqual(before);
    expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');

    // What sets a factor up answers, and until it is set up changes nothing but what begins it.
    for (const path of setUpForms) {
      const location = (await send(path)).headers.get('location') ?? 'options';
      expect([path, location]).toEqual([
        path,
        expect.stringMatching(/^options$|^\/account\/security\/(authenticator|passkeys\/new)\?/),
      ]);
    }
    const { authenticator_enrolments: begun, ...rest } = await contentsOf(database, until);
    const { authenticator_enrolments: notBegun, ...restBefore } = before;
    expect(begun).not.toBe(notBegun);
    expect(rest).toEqual(restBefore);
    // A factor that nobody has cannot be given.
    for (const path of ['/login/mfa/code', '/login/mfa/recovery', '/login/mfa/passkey'])
      expect((await send(path)).headers.get('location'), path).toContain('error=');
    expect((await ask('/account', cookie)).location).toBe('/login/mfa/set-up?next=%2Faccount');
  });
  expect((await ask('/account', cookie)).status).toBe(200);
});
