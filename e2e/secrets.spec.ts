import { authSecret } from './testing/database';
import { test as base, expect } from './testing/database-test';
import { foundIn } from './testing/leaks';
import { startSmtp } from './testing/smtp';
import { type Flow, walkThrough } from './testing/whole-flow';

/** security.md, "Secrets": after a whole flow no secret is found in any output, row or page in clear. */
type Smtp = Awaited<ReturnType<typeof startSmtp>>;

const test = base.extend<object, { smtp: Smtp; flow: Flow }>({
  smtp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => {
      const smtp = await startSmtp();
      await use(smtp);
      await smtp.stop();
    },
    { scope: 'worker' },
  ],
  // By SMTP: the local mailbox of a first try prints the links that it keeps.
  environment: [
    async ({ database, smtp }, use) =>
      use({
        DATABASE_URL: database.url,
        AUTH_SECRET: authSecret,
        EMAIL_SERVER: smtp.url,
        EMAIL_FROM: 'login@example.com',
        LOG_LEVEL: 'debug',
      }),
    { scope: 'worker' },
  ],
  flow: [
    async ({ server, database, postgres, browser, smtp }, use) =>
      use(await walkThrough({ server, database, postgres, browser, smtp })),
    { scope: 'worker', timeout: 120_000 },
  ],
});

test('the search finds what is there', async ({ flow }) => {
  for (const [name, value] of Object.entries(flow.secrets))
    for (const text of [value, `x${Buffer.from(value).toString('hex')}`, btoa(value)])
      expect(foundIn(text, flow.secrets)).toContain(name);
  expect(Object.keys(flow.secrets)).toHaveLength(21);
});

test('the server’s output holds none, in its log of good and of failed requests', async ({
  server,
  flow,
}) => {
  const output = server.output();
  expect(output).toContain('/oauth2/token'); // requests are logged
  expect(output).toContain('storage is unavailable'); // failures are logged
  expect(foundIn(output, flow.secrets)).toEqual([]);
});

test('its own secret and the database’s password are not in its output', async ({
  server,
  database,
  flow,
}) => {
  const own = { AUTH_SECRET: authSecret, password: new URL(database.url).password };
  expect(Object.keys(flow.secrets).length).toBeGreaterThan(0);
  expect(foundIn(server.output(), own)).toEqual([]);
});

test('PostgreSQL’s log holds none', async ({ postgres, flow }) => {
  expect(foundIn(await postgres.log(), flow.secrets)).toEqual([]);
});

test('no column of any table holds one, while a code is pending and afterwards', async ({ flow }) => {
  for (const table of [
    'device_grants',
    'access_tokens',
    'refresh_tokens',
    'client_secrets',
    'browser_sessions',
  ])
    expect(
      flow.rows.some((row) => row.startsWith(`${table} `)),
      table,
    ).toBe(true);
  for (const table of [
    ...['sign_in_links', 'audit_events', 'sessions', 'signing_keys'],
    ...['authenticator_enrolments', 'authenticators', 'recovery_codes', 'email_changes'],
  ])
    expect(
      flow.rows.some((row) => row.startsWith(`${table} `)),
      table,
    ).toBe(true);
  const leaks = flow.rows.flatMap((row) => foundIn(row, flow.secrets).map((name) => `${name} in ${row}`));
  expect(leaks).toEqual([]);
});

test('the set-up link’s token is kept only as a hash', async ({ server, flow }) => {
  const setUp = /\/setup\?token=(\S+)/.exec(server.output())![1]!;
  expect(flow.rows.filter((row) => foundIn(row, { setUp }).length > 0)).toEqual([]);
});

/** What a page is there to show or to send on. */
const meant: Record<string, string[]> = {
  '/login': ['user code'], // it came with the link and is handed on through the sign-in
  '/login/sent': ['user code'],
  '/login/link': ['user code', 'sign-in link token'],
  '/login/not-me': ['not-me token', 'its seal'],
  '/login/mfa': [],
  '/account/security': [],
  '/account/security/authenticator': ['authenticator secret'],
  '/account/security/recovery-codes': ['used recovery code', 'recovery code'],
  '/account/security/email': [],
  '/account/security/email/sent': [],
  '/account/security/email/confirm': ['e-mail change token'],
  '/device': ['user code'],
  '/device/confirm': ['user code'],
};

test('no page holds one, but where it is meant to be shown', async ({ flow }) => {
  expect(new Set(flow.pages.map(({ path }) => path))).toEqual(
    new Set([...Object.keys(meant), '/device/done', '/account', '/', '/mailbox', '/nothing']),
  );
  const leaks = flow.pages.flatMap(({ path, html }) =>
    foundIn(html, flow.secrets)
      .filter((name) => !meant[path]?.includes(name))
      .map((name) => `${name} in ${path}`),
  );
  expect(leaks).toEqual([]);
});
