import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { allRows } from './testing/contents';
import { authSecret, type Database } from './testing/database';
import { test as base, expect } from './testing/database-test';
import { linkIn, mailTo, readMails } from './testing/mail';
import { type OidcIssuer, startOidcIssuer } from './testing/oidc-issuer';
import { newAddress, signIn, signInHere } from './testing/person';
import { freePort, type RunningServer } from './testing/server';
import { newContext } from './testing/test';
import { poll, startDevice, userinfo } from './testing/wire';

/** Single sign-on against a real issuer: that of the environment, and that of an organization. */
const secrets = { oidc: 'canary-oidc-secret-of-the-environment', acme: 'canary-secret-of-acme' };

const test = base.extend<object, { port: number; issuer: OidcIssuer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  port: [async ({}, use) => use(await freePort()), { scope: 'worker' }],
  issuer: [
    async ({ port }, use) => {
      const callback = (id: string) => `http://localhost:${port}/api/login/callback/${id}`;
      const issuer = await startOidcIssuer([
        { id: 'doorcode', secret: secrets.oidc, redirectUri: callback('oidc') },
        { id: 'doorcode-acme', secret: secrets.acme, redirectUri: callback('org-acme') },
      ]);
      await use(issuer);
      await issuer.close();
    },
    { scope: 'worker' },
  ],
  environment: [
    async ({ database, port, issuer }, use) =>
      use({
        PORT: String(port),
        DATABASE_URL: database.url,
        AUTH_SECRET: authSecret,
        SIGN_UP: 'example.com',
        AUTH_OIDC_ISSUER: issuer.url,
        AUTH_OIDC_ID: 'doorcode',
        AUTH_OIDC_SECRET: secrets.oidc,
        AUTH_OIDC_NAME: 'Example ID',
        ACME_ISSUER_SECRET: secrets.acme,
        LOG_LEVEL: 'debug',
      }),
    { scope: 'worker' },
  ],
});

/** Declare Acme, whose people sign in at the issuer; or let it go. */
async function declareAcme(server: RunningServer, issuer: OidcIssuer | null, trusted = {}): Promise<void> {
  const path = join(server.dataDir, 'clients.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as object;
  const acme = issuer && {
    issuer: issuer.url,
    client_id: 'doorcode-acme',
    client_secret: { env: 'ACME_ISSUER_SECRET' },
    name: 'Acme',
    ...trusted,
  };
  const organizations = [
    { slug: 'acme', name: 'Acme', ...(acme ? { email_domains: ['acme.example'], issuer: acme } : {}) },
  ];
  await writeFile(path, JSON.stringify({ ...file, organizations }, null, 2));
  expect(await server.reload()).toContain('Applied clients.json');
}

let count = 0;
const acmeAddress = () => `ann-${++count}@acme.example`;

const atIssuer = (page: Page, answer = 'Sign in at the issuer') =>
  page.getByRole('button', { name: answer }).click();

/** Type the address, and be led to the issuer. */
async function typeAddress(page: Page, email: string, next = '/account'): Promise<void> {
  await page.goto(`/login?${new URLSearchParams({ next })}`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
}

const sessionsOf = (database: Database, email: string) =>
  database.query<{ amr: string[]; second_factor_at: Date | null; ip: string; user_agent: string }>(
    `SELECT b.amr, b.second_factor_at, b.ip, b.user_agent FROM browser_sessions b JOIN users u ON u.id = b.user_id
      WHERE u.email = $1 ORDER BY b.created_at`,
    [email],
  );

const alert = (page: Page) => page.getByRole('alert').first();

test('an issuer of the environment signs a stranger in, without scripts, and leads back to the device that asked', async ({
  noScript,
  server,
  issuer,
  database,
}) => {
  const email = newAddress('oidc');
  issuer.be({ sub: email, email, email_verified: true, amr: ['mfa', 'hwk'] });
  const page = await noScript.newPage();
  const device = await startDevice(server);
  await page.goto(device.verification_uri_complete);
  await page.getByRole('button', { name: 'Continue with Example ID' }).click();
  await atIssuer(page, 'Cancel');
  await expect(alert(page)).toContainText('Example ID did not sign you in');
  await expect(page.getByRole('heading', { name: 'Sign in to connect your device' })).toBeVisible();
  await page.getByRole('button', { name: 'Continue with Example ID' }).click();
  await atIssuer(page);
  await expect(page.locator('main')).toContainText(device.user_code);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  const { access_token } = (await poll(server, device.device_code)).body;
  expect((await userinfo(server, String(access_token))).body.email).toBe(email);
  // What the issuer says of factors is not ours to repeat.
  const [session] = await sessionsOf(database, email);
  expect(session).toMatchObject({ amr: ['fed'], second_factor_at: null });
  expect([session!.ip, session!.user_agent]).toEqual([
    expect.stringMatching(/127\.0\.0\.1|::1/),
    expect.stringContaining('Chrom'),
  ]);
});

test('an address opens no account that is there already, and one that is not verified makes none', async ({
  page,
  server,
  issuer,
  browser,
}) => {
  const owner = await newContext(browser, server);
  const email = await signIn(await owner.newPage(), server);
  await owner.close();
  issuer.be({ sub: `thief-${email}`, email, email_verified: true });
  await page.goto('/login');
  await page.getByRole('button', { name: 'Continue with Example ID' }).click();
  await atIssuer(page);
  await expect(alert(page)).toContainText('This address signs in another way');

  const other = await newContext(browser, server);
  const second = await other.newPage();
  issuer.be({ sub: `claimer-${email}`, email: newAddress('claimed') });
  await second.goto('/login');
  await second.getByRole('button', { name: 'Continue with Example ID' }).click();
  await atIssuer(second);
  await expect(alert(second)).toContainText('not confirmed at Example ID');
  await other.close();
});

test('an organization’s people are sent to its issuer from the Email field, and are its members from then on', async ({
  page,
  server,
  issuer,
  database,
}) => {
  await declareAcme(server, issuer);
  const email = acmeAddress();
  issuer.be({ sub: email, email });
  const mails = (await readMails(server.dataDir)).length;
  const device = await startDevice(server);
  await page.goto(device.verification_uri_complete);
  await page.getByLabel('Email').fill(email.toUpperCase());
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await atIssuer(page);
  await expect(page.locator('main')).toContainText(device.user_code);
  expect(issuer.asked().get('login_hint')).toBe(email);
  expect(issuer.asked().get('prompt')).toBeNull();
  expect(issuer.asked().get('max_age')).toBe('1209600');
  expect((await readMails(server.dataDir)).length).toBe(mails);
  const rows = await database.query(
    `SELECT o.slug, u.email_verified IS NOT NULL AS proved FROM users u JOIN memberships m ON m.user_id = u.id
       JOIN organizations o ON o.id = m.organization_id WHERE u.email = $1 ORDER BY 1`,
    [email],
  );
  expect(rows).toEqual([
    { slug: 'acme', proved: true },
    { slug: 'default', proved: true },
  ]);
  const actions = await database.query<{ action: string }>(
    'SELECT action FROM audit_events WHERE user_id = (SELECT id FROM users WHERE email = $1) ORDER BY id',
    [email],
  );
  expect(actions.map(({ action }) => action)).toEqual([
    'person.created',
    'account.linked',
    'membership.created',
    'person.signed_in',
  ]);

  // Who must prove it again is asked by the issuer again.
  await page.goto('/login?again=1&next=/account');
  await page.getByRole('button', { name: 'Continue with Acme' }).click();
  await atIssuer(page);
  await expect(page).toHaveURL(`${server.url}/account`);
  expect(Object.fromEntries(issuer.asked())).toMatchObject({
    login_hint: email,
    prompt: 'login',
    max_age: '0',
  });
  const times = await database.query(
    `SELECT b.authenticated_at <= b.created_at AS told FROM browser_sessions b JOIN users u ON u.id = b.user_id
      WHERE u.email = $1`,
    [email],
  );
  expect(times).toEqual([{ told: true }]);
});

test('whoever the issuer sends back unasked has proved nothing anew, and reads so', async ({
  page,
  server,
  issuer,
}) => {
  await declareAcme(server, issuer);
  const email = acmeAddress();
  issuer.be({ sub: email, email, authTime: Math.floor(Date.now() / 1000) - 3_600 });
  await typeAddress(page, email);
  await atIssuer(page);
  await expect(page).toHaveURL(`${server.url}/account`);
  // A browser can leave out what we ask for: the issuer, which knows the person, then leads straight back.
  await page.route(`${issuer.url}/auth?*`, (route) => {
    const way = new URL(route.request().url());
    for (const parameter of ['prompt', 'max_age']) way.searchParams.delete(parameter);
    return route.fulfill({ status: 303, headers: { location: way.href } });
  });
  await page.goto('/account/security/email');
  await expect(page.getByRole('heading', { name: 'Sign in again' })).toBeVisible();
  const [back] = await Promise.all([
    page.waitForRequest(`${server.url}/api/login/callback/**`),
    page.getByRole('button', { name: 'Continue with Acme' }).click(),
  ]);
  expect(back.isNavigationRequest()).toBe(true);
  await expect(page).toHaveURL(/\/login\?.*again=1/);
  await expect(alert(page)).toContainText('That sign-in is too old for this');
});

test('no other way in goes round an organization’s issuer: old links, other providers', async ({
  page,
  server,
  issuer,
  database,
  browser,
}) => {
  await declareAcme(server, null);
  const email = acmeAddress();
  await database.query(
    'INSERT INTO users (id, email, email_verified) VALUES (gen_random_uuid(), $1, now())',
    [email],
  );
  const before = await (await newContext(browser, server)).newPage();
  await before.goto('/login');
  await signInHere(before, server, email);
  await before.goto('/login');
  await typeAddress(before, email);
  await before.getByText('Check your mail').first().waitFor();
  const link = linkIn(await mailTo(server.dataDir, email));
  const [{ id } = { id: '' }] = await database.query<{ id: string }>(
    'SELECT id FROM users WHERE email = $1',
    [email],
  );

  await declareAcme(server, issuer);
  await before.goto(link);
  await before.getByRole('button', { name: 'Sign in' }).click();
  await expect(alert(before)).toContainText('Your organization signs you in');
  await before.context().close();

  issuer.be({ sub: `other-${email}`, email, email_verified: true });
  await page.goto('/login?next=/account');
  await page.getByRole('button', { name: 'Continue with Example ID' }).click();
  await atIssuer(page);
  await expect(alert(page)).toContainText('Your organization signs you in');
  await page.getByRole('button', { name: 'Continue with Acme' }).click();
  // The same browser, so the issuer knows the person still; it is the same address, which is the account's.
  await expect(page).toHaveURL(`${server.url}/account`);
  await expect(page.locator('main')).toContainText(email);
  const accounts = await database.query('SELECT provider FROM accounts WHERE user_id = $1', [id]);
  expect(accounts).toEqual([{ provider: 'org-acme' }]);
});

test('an organization’s issuer speaks for its own domains alone', async ({ server, issuer, browser }) => {
  await declareAcme(server, issuer);
  for (const [person, sentence] of [
    [
      { sub: 'foreign', email: newAddress('foreign'), email_verified: true },
      'Acme cannot sign this address in',
    ],
    [{ sub: 'unproved', email: acmeAddress(), email_verified: false }, 'not confirmed at Acme'],
    [{ sub: 'nameless' }, 'Your Acme account has no confirmed e-mail address'],
  ] as const) {
    const context = await newContext(browser, server);
    const page = await context.newPage();
    issuer.be(person);
    await typeAddress(page, acmeAddress());
    await atIssuer(page);
    await expect(alert(page)).toContainText(sentence);
    await page.goto('/account');
    await expect(page).toHaveURL(/\/login/);
    await context.close();
  }
});

test('our second factor is asked for, unless the organization trusts that of its issuer', async ({
  server,
  issuer,
  database,
  browser,
}) => {
  const email = acmeAddress();
  issuer.be({ sub: email, email, amr: ['pwd', 'otp'], acr: 'urn:acme:gold' });
  const signInAs = async (trusted: object): Promise<string> => {
    await declareAcme(server, issuer, trusted);
    await database.query(
      `UPDATE organizations SET second_factor = 'required', second_factor_grace_days = 0,
              second_factor_required_since = now() - interval '1 day' WHERE slug = 'acme'`,
    );
    await database.query("UPDATE memberships SET created_at = created_at - interval '1 day'");
    const context = await newContext(browser, server);
    const page = await context.newPage();
    await typeAddress(page, email);
    await atIssuer(page);
    await page.waitForURL(`${server.url}/**`);
    await page.goto('/account');
    const { pathname } = new URL(page.url());
    await context.close();
    return pathname;
  };
  await signInAs({}); // becomes a member
  expect(await signInAs({ trusted_amr: ['hwk'], trusted_acr: ['urn:acme:platinum'] })).toBe(
    '/login/mfa/set-up',
  );
  expect(await signInAs({ trusted_amr: ['otp'] })).toBe('/account');
  expect(await signInAs({ trusted_acr: ['urn:acme:gold'] })).toBe('/account');
  const sessions = await sessionsOf(database, email);
  expect(sessions.map(({ amr, second_factor_at }) => [amr, second_factor_at !== null])).toEqual([
    [['fed'], false],
    [['fed'], false],
    [['fed', 'mfa'], false],
    [['fed', 'mfa'], false],
  ]);
  await database.query("UPDATE organizations SET second_factor = 'optional'");
});

test('a state or a nonce that is not this browser’s signs nobody in', async ({ page, server, issuer }) => {
  const email = newAddress('tampered');
  issuer.be({ sub: email, email, email_verified: true });
  for (const parameter of ['state', 'nonce', 'code_challenge']) {
    await page.route(`${issuer.url}/auth*`, (route) => {
      const way = new URL(route.request().url());
      expect(way.searchParams.get('code_challenge_method')).toBe('S256');
      way.searchParams.set(parameter, 'x'.repeat(43));
      return route.fulfill({ status: 303, headers: { location: way.href } });
    });
    await page.goto('/login?next=/account');
    await page.getByRole('button', { name: 'Continue with Example ID' }).click();
    await atIssuer(page);
    await expect(alert(page)).toContainText('Signing in did not work');
    await page.goto('/account');
    await expect(page).toHaveURL(`${server.url}/login?next=%2Faccount`);
    await page.unroute(`${issuer.url}/auth*`);
    await page.context().clearCookies({ domain: '127.0.0.1' });
  }
});

test('the page that leads to a provider is accessible, and leads to what we sealed alone', async ({
  page,
  server,
  issuer,
}) => {
  await page.route(`${issuer.url}/auth*`, (route) => route.fulfill({ status: 204 }));
  await page.goto('/login');
  await page.getByRole('button', { name: 'Continue with Example ID' }).click();
  await expect(page.getByRole('heading', { name: 'Continue with Example ID' })).toBeVisible();
  // Not by a script of the page, which has none: its policy allows no other.
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(
    (): Promise<AxeResults> => (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(),
  );
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page
    .context()
    .addCookies([{ name: 'doorcode.way-out', value: btoa('["https://evil.example"]'), url: server.url }]);
  await page.goto('/login/continue');
  await expect(page).toHaveURL(`${server.url}/login`);
});

test('no secret and no token of an issuer is kept in clear, or said', async ({
  server,
  database,
  postgres,
}) => {
  const text = [...(await allRows(database)), server.output(), await postgres.log()].join('\n');
  for (const secret of Object.values(secrets)) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
  }
  expect(text).not.toMatch(/\beyJ[\w-]+\.eyJ/);
});
