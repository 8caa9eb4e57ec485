import { contentsOf } from './testing/contents';
import { signInByForms } from './testing/form-person';
import { getRoutes, pagePaths, postRoutes } from './testing/forms-of';
import { expect, test } from './testing/forms-test';
import { setUpAppByForms } from './testing/second-factor';
import { poll, postForm } from './testing/wire';

/** What a session may do that owes its second factor: give it, and sign out. Everything else of app/ is called here. */
const itsOwn = /^\/(login\/mfa(\/.*)?|logout)$/;

test('with a first factor alone no page and no form answers more than it answers a stranger', async ({
  server,
  database,
  prepared,
}) => {
  const { person, device, entered, link, setUp, accessToken, fieldsOf } = prepared;
  await setUpAppByForms(person);
  await database.query("UPDATE users SET role = 'admin' WHERE email = $1", [person.email]);
  const half = (await signInByForms(server, person.email)).cookie();
  const ask = async (path: string, cookie: string) => {
    const answer = await fetch(server.url + path, { redirect: 'manual', headers: { cookie } });
    return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
  };
  const filled = (path: string) =>
    path
      .replace('[...nextauth]', 'callback/email')
      .replace(/\[[^/]+\]/g, (name) => (name === '[slug]' ? 'default' : 'doorcode-cli'));
  const query = new URLSearchParams({
    ...{ request: entered.request, user_code: device.user_code, token: setUp, next: '/account' },
    ...{ email: link.searchParams.get('email')! },
  });

  const before = await contentsOf(database);
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
  expect(await contentsOf(database)).toEqual(before);
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');

  // The same session, once the factor is given, gets through.
  expect(accessToken).toBeTruthy();
  expect((await ask('/account', person.cookie())).status).toBe(200);
});
