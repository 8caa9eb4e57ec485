import { afterTheTest, contentsOf } from './testing/contents';
import { enterByForm, signInByForms } from './testing/form-person';
import { personRoutes, postRoutes } from './testing/forms-of';
import { expect, test } from './testing/forms-test';
import { poll, postForm, startDevice } from './testing/wire';

/** Every form of app/, with fields and a session that would do what the form is for: only who sends it is wrong. */
const forged: [string, (own: string) => Record<string, string>][] = [
  ['another site’s Origin', () => ({ origin: 'https://evil.example' })],
  ['another port’s Origin', () => ({ origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' })],
  ['our Origin from another site', (origin) => ({ origin, 'sec-fetch-site': 'cross-site' })],
  ['no Origin from another site', () => ({ origin: 'null', 'sec-fetch-site': 'cross-site' })],
  [
    'another Origin that says it is ours',
    () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }),
  ],
  ['neither Origin nor Sec-Fetch-Site', () => ({})],
];
for (const [what, headers] of forged)
  test(`every form refuses ${what}, and changes nothing`, async ({ server, database, prepared }) => {
    const until = afterTheTest();
    const before = await contentsOf(database, until);
    expect(postRoutes.length).toBeGreaterThanOrEqual(9);
    for (const { path } of postRoutes) {
      const sent = { cookie: prepared.person.cookie(), ...headers(server.url) };
      const { status } = await postForm(server, path, prepared.fieldsOf(path), sent);
      expect([path, status]).toEqual([path, 403]);
    }
    expect(await contentsOf(database, until)).toEqual(before);
  });

test('every form refuses a body of another type, and changes nothing', async ({
  server,
  database,
  prepared,
}) => {
  const until = afterTheTest();
  const before = await contentsOf(database, until);
  for (const { path } of postRoutes) {
    const sent = { cookie: prepared.person.cookie(), origin: server.url, 'content-type': 'text/plain' };
    const { status } = await postForm(server, path, prepared.fieldsOf(path), sent);
    expect([path, status]).toEqual([path, 415]);
  }
  expect(await contentsOf(database, until)).toEqual(before);
});

const strangers: [string, (token: string) => Record<string, string>][] = [
  ['nobody', () => ({})],
  ['a bearer token', (token) => ({ authorization: `Bearer ${token}` })],
  ['an access token as a cookie', (token) => ({ cookie: `doorcode.session=${token}` })],
];
for (const [who, headers] of strangers)
  test(`every form of a person leads ${who} to /login, and changes nothing`, async ({
    server,
    database,
    prepared,
  }) => {
    const until = afterTheTest();
    const before = await contentsOf(database, until);
    expect(personRoutes.map(({ path }) => path)).toContain('/device/decide');
    for (const { path } of personRoutes) {
      const sent = { origin: server.url, ...headers(prepared.accessToken) };
      const answer = await postForm(server, path, prepared.fieldsOf(path), sent);
      expect([path, answer.status]).toEqual([path, 303]);
      expect(answer.headers.get('location'), path).toMatch(/^\/login\?next=/);
    }
    expect(await contentsOf(database, until)).toEqual(before);
    expect((await poll(server, prepared.device.device_code)).body.error).toBe('authorization_pending');
  });

test('a ticket that another session was shown decides nothing', async ({ server, prepared }) => {
  const thief = await signInByForms(server);
  const { device, entered } = prepared;
  const own = await enterByForm(thief, (await startDevice(server)).user_code);
  for (const stolen of [
    entered,
    { request: own.request, ticket: entered.ticket },
    { request: entered.request, ticket: own.ticket },
    { request: own.request, ticket: 'x' },
  ])
    expect(await thief.post('/device/decide', { ...stolen, decision: 'allow' })).toBe(
      '/device?error=changed',
    );
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');
});

test('what the forged forms carried works from a page of ours', async ({ server, prepared }) => {
  const { person, device, fieldsOf } = prepared;
  expect(await person.post('/device/decide', fieldsOf('/device/decide'))).toMatch(/^\/device\/done\?/);
  expect((await poll(server, device.device_code)).body.access_token).toBeTruthy();
  const signOut = '/account/devices/sign-out';
  expect(await person.post(signOut, fieldsOf(signOut))).toBe('/account?notice=signed_out');
  expect(await person.post('/login/link/use', fieldsOf('/login/link/use'))).toBe('/account');
});
