import type { BrowserContext, Page } from '@playwright/test';
import { formatToken } from '@/lib/tokens/format';
import { createClient, declareApiKey, secretVariables } from './testing/clients';
import { afterTheTest, allRows, contentsOf } from './testing/contents';
import { authSecret } from './testing/database';
import { test as base, expect } from './testing/database-test';
import { signInByForms } from './testing/form-person';
import { foundIn } from './testing/leaks';
import { makeAdmin } from './testing/people';
import { decide, signIn, signInHere } from './testing/person';
import { poll, postForm, refresh, startDevice, userinfo } from './testing/wire';

/** Administrators’ pages, without scripts: what leaks there would leak with them too. */
type Admin = { context: BrowserContext; email: string };

const test = base.extend<{ page: Page }, { admin: Admin }>({
  environment: [
    async ({ database }, use) =>
      use({ DATABASE_URL: database.url, AUTH_SECRET: authSecret, LOG_LEVEL: 'debug' }),
    { scope: 'worker' },
  ],
  admin: [
    async ({ browser, server, database }, use) => {
      const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
      const email = await signIn(await context.newPage(), server);
      await makeAdmin(database, email);
      await use({ context, email });
      await context.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ admin }, use) => {
    const page = await admin.context.newPage();
    await use(page);
    await page.close();
  },
});

const someId = '0198c0de-0000-7000-8000-000000000000';
const adminPages = [
  ...['/admin/clients', '/admin/clients/doorcode-cli', '/admin/tokens', '/admin/organizations'],
  ...['/admin/organizations/default', '/admin/users', '/admin/users?q=ada'],
  ...[`/admin/users/${someId}`, `/admin/users/${someId}/reset-factors`],
];
const unknownToken = formatToken('dc', 'access', Buffer.alloc(32, 7));

/** However bytes are written. */
const hashIn = (hex: string) => ({ hex, base64: Buffer.from(hex, 'hex').toString('base64') });

const lookUp = async (page: Page, token: string) => {
  await page.goto('/admin/tokens');
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.waitForURL('**/admin/tokens?*');
};

test('who is not signed in is led to sign in, and back', async ({ noScript, server }) => {
  const page = await noScript.newPage();
  for (const path of [...adminPages, `/admin/tokens?session=${someId}`]) {
    await page.goto(path);
    expect(page.url()).toBe(`${server.url}/login?${new URLSearchParams({ next: path })}`);
  }
});

test('who is no administrator is answered 403, sees nothing and changes nothing', async ({
  server,
  database,
  person,
  connect,
}) => {
  const { tokens } = await connect();
  const [session] = await database.query<{ id: string }>('SELECT max(id::text) AS id FROM sessions');
  for (const path of [...adminPages, `/admin/tokens?session=${session!.id}`]) {
    const answer = await person.goto(path);
    expect(answer?.status(), path).toBe(403);
    expect(await answer?.text()).toContain('You may not see this page');
    expect(await answer?.text()).not.toContain('Doorcode CLI');
  }
  const other = await signInByForms(server);
  const until = afterTheTest();
  const before = await contentsOf(database, until);
  const headers = { origin: server.url, cookie: other.cookie() };
  for (const [path, fields] of [
    ['/admin/tokens/look-up', { token: tokens.access_token }],
    ['/admin/tokens/revoke', { session: session!.id }],
    ['/admin/users/reset-factors', { user: someId }],
    [
      '/admin/organizations/policy/change',
      { organization: 'default', second_factor: 'off', second_factor_grace_days: '0' },
    ],
  ] as [string, Record<string, string>][]) {
    const answer = await postForm(server, path, fields, headers);
    expect([path, answer.status]).toEqual([path, 403]);
    expect(answer.text).toContain('You may not see this page');
  }
  expect(await contentsOf(database, until)).toEqual(before);
  expect((await userinfo(server, tokens.access_token)).status).toBe(200);
});

test('only administrators are shown the way', async ({ page, person }) => {
  const places = [
    ...['/admin', '/admin/sessions', '/admin/users', '/admin/organizations', '/admin/clients'],
    ...['/admin/audit', '/admin/webhooks', '/admin/tokens', '/admin/settings'],
  ];
  for (const path of ['/', '/account']) {
    await person.goto(path);
    await expect(person.locator('a[href^="/admin"]')).toHaveCount(0);
  }
  await page.goto('/');
  for (const place of places) await expect(page.locator(`a[href="${place}"]`)).toHaveCount(1);
  await page.goto('/account');
  await page.getByRole('link', { name: 'Administration' }).click();
  for (const place of places) await expect(page.locator(`nav a[href="${place}"]:visible`)).toHaveCount(1);
});

test('an administrator sees organizations and their API keys, and which of them a file declares', async ({
  page,
  server,
}) => {
  await declareApiKey(server, 'acme', secretVariables.NEXT_CLIENT_SECRET);
  await page.goto('/admin/organizations');
  await expect(page.getByRole('listitem').filter({ hasText: 'Default' })).toContainText('no API key');
  const acme = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'acme' }) });
  for (const words of ['Managed by file', '0 people', 'gateway', 'May introspect', 'never used'])
    await expect(acme).toContainText(words);
  expect(await page.content()).not.toContain(secretVariables.NEXT_CLIENT_SECRET);
});

test('an administrator reads every client, and all about one', async ({ page, server, database }) => {
  const id = await createClient(server, {
    name: 'Acme tool',
    publisher: 'Acme',
    secret: secretVariables.CLIENT_SECRET,
    accessTokenLifetimeSeconds: 5_400,
  });
  await database.query('UPDATE clients SET disabled_at = now() WHERE id = $1', [id]);
  await page.goto('/admin/clients');
  const row = page.getByRole('row').filter({ hasText: 'Acme tool' });
  for (const words of [id, 'Acme', 'Third-party', 'confidential', 'opaque', 'Managed by file', 'Disabled'])
    await expect(row).toContainText(words);
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Acme tool' })).toBeVisible();
  const main = page.locator('main');
  for (const words of ['1 hour 30 minutes', '1 secret in use', 'declared in the file CLIENTS_FILE'])
    await expect(main).toContainText(words);
  const [kept] = await database.query<{ hash: string }>(
    "SELECT encode(hash, 'hex') AS hash FROM client_secrets WHERE client_id = $1",
    [id],
  );
  expect(foundIn(await page.content(), hashIn(kept!.hash))).toEqual([]);
  await page.goto('/admin/clients/doorcode-cli');
  await expect(page.getByRole('link', { name: 'Change' })).toBeVisible();
  expect((await page.goto('/admin/clients/nobody'))?.status()).toBe(404);
  await expect(page.locator('main')).toContainText('There is no page here');
});

for (const accessTokenFormat of ['opaque', 'jwt'] as const)
  test(`a pasted token (${accessTokenFormat}) of either kind shows whose it is`, async ({
    page,
    connect,
    database,
  }) => {
    const { id, tokens } = await connect({ accessTokenFormat });
    const [owner] = await database.query<{ email: string }>(
      'SELECT email FROM users u JOIN sessions s ON s.user_id = u.id WHERE s.client_id = $1',
      [id],
    );
    for (const [token, heading] of [
      [tokens.access_token, 'The access token belongs to'],
      [`  Bearer ${tokens.refresh_token} `, 'The refresh token belongs to'],
    ] as const) {
      await lookUp(page, token);
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
      for (const words of [owner!.email, id, 'Default', 'Live', 'from 127.0.0.1', 'openid'])
        await expect(page.locator('main')).toContainText(words);
    }
  });

test('what is no token, is unknown or is an API key is told apart', async ({ page, server }) => {
  const apiKey = secretVariables.CLIENT_SECRET; // it holds a space
  await declareApiKey(server, 'ci', apiKey);
  for (const [pasted, words] of [
    ['correct horse', 'checksum or signature does not match'],
    [unknownToken.slice(0, -1), 'checksum or signature does not match'],
    [unknownToken, 'Nothing is known of this token'],
    [apiKey, 'This is an API key'],
  ] as const) {
    await lookUp(page, pasted);
    await expect(page.locator('main')).toContainText(words);
    await expect(page.getByRole('button', { name: 'Revoke' })).toHaveCount(0);
    await expect(page.getByLabel('Token')).toHaveValue('');
  }
});

test('Revoke ends the whole session: each of its tokens fails at the very next call', async ({
  page,
  connect,
  server,
  database,
  admin,
}) => {
  const { id, tokens } = await connect();
  const kept = await connect();
  await lookUp(page, tokens.access_token);
  await expect(page.locator('main')).toContainText('every other token of this device');
  await page.getByRole('button', { name: 'Revoke' }).click();
  expect((await userinfo(server, tokens.access_token)).status).toBe(401);
  expect((await refresh(server, tokens.refresh_token!, { client_id: id })).body.error).toBe('invalid_grant');
  expect((await userinfo(server, kept.tokens.access_token)).status).toBe(200);
  await expect(page.getByRole('status')).toContainText('The sign-in is revoked');
  await expect(page.locator('main')).toContainText('An administrator revoked it.');
  await expect(page.getByRole('button', { name: 'Revoke' })).toHaveCount(0);
  const trace = await database.query(
    `SELECT e.action FROM audit_events e JOIN users u ON u.id::text = e.actor_id
      WHERE u.email = $1 AND e.client_id = $2 ORDER BY e.id`,
    [admin.email, id],
  );
  expect(trace).toEqual([{ action: 'token.looked_up' }, { action: 'session.revoked' }]);
});

test('looking up and revoking ask for a sign-in of just now, before anything is pasted', async ({
  page,
  connect,
  server,
  database,
  admin,
}) => {
  const { tokens } = await connect();
  const age = (when: string) =>
    database.query(
      `UPDATE browser_sessions SET created_at = now() ${when} WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
      [admin.email],
    );
  const again = (next: string) => `${server.url}/login?${new URLSearchParams({ next, again: '1' })}`;
  await lookUp(page, tokens.access_token);
  const { pathname, search } = new URL(page.url());
  await age("- interval '11 minutes'");

  await page.getByRole('button', { name: 'Revoke' }).click();
  expect(page.url(), 'it comes back to the same sign-in').toBe(again(pathname + search));
  expect((await userinfo(server, tokens.access_token)).status).toBe(200);
  await page.goto('/admin/tokens');
  expect(page.url()).toBe(again('/admin/tokens'));

  await age('');
  await page.goto('/admin/tokens');
  await page.getByLabel('Token').fill(tokens.access_token);
  await age("- interval '11 minutes'");
  await page.getByRole('button', { name: 'Look up' }).click();
  expect(page.url(), 'the token is in no address').toBe(again('/admin/tokens?outcome=paste_again'));
  await signInHere(page, server, admin.email);
  await expect(page.locator('main')).toContainText('Paste it again');
  await makeAdmin(database, admin.email);
});

test('two administrators revoke at once: one ends it, the other is told so', async ({
  page,
  connect,
  admin,
}) => {
  const { tokens } = await connect();
  const other = await admin.context.newPage();
  for (const one of [page, other]) await lookUp(one, tokens.access_token);
  await other.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('status')).toContainText('had ended already');
  await other.close();
});

test('the pasted token is in no address, page, output, log or row', async ({
  page,
  server,
  person,
  connect,
  database,
  postgres,
}) => {
  const device = await startDevice(server);
  await decide(person, device.user_code, 'Allow');
  const issued = (await poll(server, device.device_code)).body as Record<string, string>;
  const { tokens } = await connect({ accessTokenFormat: 'jwt' });
  const secrets = {
    JWT: tokens.access_token,
    'access token': issued.access_token!,
    'refresh token': issued.refresh_token!,
    'unknown token': unknownToken,
    'malformed token': `${issued.access_token!.slice(0, -2)}zz`,
  };
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url(), request.headers().referer ?? ''));
  page.on('response', async (answer) => {
    seen.push(JSON.stringify(await answer.allHeaders()));
    if (answer.status() === 200) seen.push(await answer.text().catch(() => ''));
  });
  for (const token of Object.values(secrets)) {
    await lookUp(page, token);
    seen.push(await page.content());
  }
  await page.goBack();
  seen.push(await page.content());
  await lookUp(page, secrets['access token']);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('status')).toContainText('revoked');
  seen.push(await page.content());
  expect(seen.length).toBeGreaterThan(20);
  expect(foundIn(seen.join('\n'), secrets)).toEqual([]);
  expect(server.output()).toContain('/admin/tokens/look-up');
  expect(foundIn(server.output(), secrets)).toEqual([]);
  expect(foundIn(await postgres.log(), secrets)).toEqual([]);
  const rows = await allRows(database);
  expect(rows.some((row) => row.includes('token.looked_up'))).toBe(true);
  expect(rows.flatMap((row) => foundIn(row, secrets))).toEqual([]);
});
