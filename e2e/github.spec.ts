import type { Page } from '@playwright/test';
import { gitHubUser } from './testing/fake-github';
import { expect, test } from './testing/github-test';
import { mailTo, readMails } from './testing/mail';
import { newAddress, signIn } from './testing/person';
import { newContext } from './testing/test';
import { poll, startDevice, userinfo } from './testing/wire';

async function continueWithGitHub(page: Page, answer: 'Authorize' | 'Cancel' = 'Authorize'): Promise<void> {
  await page.getByRole('button', { name: 'Continue with GitHub' }).click();
  await page.getByRole('button', { name: answer }).click();
}

test('GitHub signs a stranger in, and leads back to the device that asked', async ({
  page,
  server,
  github,
}) => {
  const email = newAddress('octo');
  github.be(gitHubUser(email));
  const device = await startDevice(server);
  await page.goto(device.verification_uri_complete);
  await continueWithGitHub(page);
  await expect(page.locator('main')).toContainText(device.user_code);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  const { access_token } = (await poll(server, device.device_code)).body;
  expect((await userinfo(server, String(access_token))).body.email).toBe(email);
});

test('the second time it is the same account, under a new session', async ({
  page,
  server,
  github,
  database,
}) => {
  const email = newAddress('octo');
  github.be(gitHubUser(email));
  const cookies = new Set<string>();
  for (let i = 0; i < 2; i++) {
    await page.goto('/login?next=/account');
    await continueWithGitHub(page);
    await expect(page).toHaveURL(`${server.url}/account`);
    cookies.add(
      (await page.context().cookies(server.url)).find(({ name }) => name === 'doorcode.session')!.value,
    );
  }
  expect(cookies.size).toBe(2);
  expect(await database.query('SELECT id FROM users WHERE email = $1', [email])).toHaveLength(1);
});

test('a sign-in through GitHub from a new browser is told by mail, once', async ({
  page,
  server,
  github,
  browser,
}) => {
  const email = newAddress('octo');
  github.be(gitHubUser(email));
  const other = await (await newContext(browser, server)).newPage();
  for (const one of [page, other, other]) {
    await one.goto('/login?next=/account');
    await continueWithGitHub(one);
    await expect(one).toHaveURL(`${server.url}/account`);
  }
  const mails = (await readMails(server.dataDir)).filter(({ to }) => to === email);
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('New sign-in')]);
  await other.context().close();
});

test('Cancel on GitHub’s page is told, and the device request is still known', async ({
  page,
  server,
  github,
}) => {
  github.be(gitHubUser(newAddress('octo')));
  const device = await startDevice(server);
  await page.goto(device.verification_uri_complete);
  await continueWithGitHub(page, 'Cancel');
  await expect(page.getByRole('alert').first()).toContainText('GitHub');
  await expect(page.getByRole('heading', { name: 'Sign in to connect your device' })).toBeVisible();
  await continueWithGitHub(page);
  await expect(page.locator('main')).toContainText(device.user_code);
});

test('an address that an e-mail account owns does not open that account', async ({
  page,
  server,
  github,
  database,
  browser,
}) => {
  const owner = await (await newContext(browser, server)).newPage();
  const email = await signIn(owner, server);
  await owner.context().close();
  github.be(gitHubUser(email));
  await page.goto('/login');
  await continueWithGitHub(page);
  await expect(page.getByRole('alert').first()).toContainText('This address signs in another way');
  await page.goto('/account');
  await expect(page).toHaveURL(/\/login/);
  const linked = 'SELECT 1 FROM accounts a JOIN users u ON u.id = a.user_id WHERE u.email = $1';
  expect(await database.query(linked, [email])).toEqual([]);
});

test('a mailed link does not open an account of GitHub: the mail says to use GitHub', async ({
  page,
  server,
  github,
  browser,
}) => {
  const email = newAddress('octo');
  github.be(gitHubUser(email));
  await page.goto('/login?next=/account');
  await continueWithGitHub(page);
  await expect(page).toHaveURL(/\/account/);
  const other = await (await newContext(browser, server)).newPage();
  await other.goto('/login');
  await other.getByLabel('Email').fill(email);
  await other.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(other.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  const { text } = await mailTo(server.dataDir, email);
  expect(text).toContain('Continue with GitHub');
  expect(text).not.toMatch(/https?:/);
  await other.context().close();
});

test('an address that GitHub has not verified signs nobody in', async ({ page, github, database }) => {
  const email = newAddress('octo');
  github.be(gitHubUser(email, false));
  await page.goto('/login');
  await continueWithGitHub(page);
  await expect(page.getByRole('alert').first()).toContainText('no confirmed e-mail address');
  expect(await database.query('SELECT id FROM users WHERE email = $1', [email])).toEqual([]);
});

test('whoever is signed in is not linked to what GitHub says; the browser changes hands', async ({
  page,
  server,
  github,
  database,
}) => {
  const before = await signIn(page, server);
  const email = newAddress('octo');
  github.be(gitHubUser(email));
  await page.goto('/login?next=/account');
  await continueWithGitHub(page);
  await expect(page.locator('main')).toContainText(email);
  await expect(page.locator('main')).not.toContainText(before);
  const owners = 'SELECT u.email FROM accounts a JOIN users u ON u.id = a.user_id WHERE u.email = ANY($1)';
  expect(await database.query(owners, [[before, email]])).toEqual([{ email }]);
  const sessions = 'SELECT 1 FROM browser_sessions b JOIN users u ON u.id = b.user_id WHERE u.email = $1';
  expect(await database.query(sessions, [before])).toEqual([]);
});

test('an answer of GitHub that this browser did not ask for signs nobody in', async ({
  page,
  server,
  github,
  browser,
}) => {
  github.be(gitHubUser(newAddress('attacker')));
  const attacker = await (await newContext(browser, server)).newPage();
  await attacker.goto('/login');
  await attacker.getByRole('button', { name: 'Continue with GitHub' }).click();
  await attacker.waitForURL(`${github.url}/**`);
  const decide = attacker.url().replace('/login/oauth/authorize', '/decide');
  const answer = (await fetch(`${decide}&answer=yes`, { redirect: 'manual' })).headers.get('location')!;
  expect(answer).toContain('code=');
  await page.goto(answer);
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByRole('alert').first()).toBeVisible();
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('doorcode.session');
  await attacker.context().close();
});

test('nothing that GitHub gave us to call it with is kept', async ({ page, github, database }) => {
  github.be(gitHubUser(newAddress('octo')));
  await page.goto('/login?next=/account');
  await continueWithGitHub(page);
  await expect(page).toHaveURL(/\/account/);
  const tables = await database.query<{ name: string }>(
    "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  let all = '';
  for (const { name } of tables)
    all += (await database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`))
      .map(({ row }) => row)
      .join();
  expect(github.tokens().length).toBeGreaterThan(0);
  for (const token of github.tokens()) expect(all).not.toContain(token);
});

// Every other form of such an address: login/safe-path.test.ts.
for (const target of ['https://evil.example/', '/\\evil.example'])
  test(`after GitHub, ${target} stays on this server, in the form and in the cookie`, async ({
    page,
    server,
    github,
  }) => {
    github.be(gitHubUser(newAddress('octo')));
    await page.goto('/login');
    await page
      .locator('form[action="/login/provider"] input[name="next"]')
      .evaluate((input: HTMLInputElement, next) => {
        input.value = next;
      }, target);
    await continueWithGitHub(page);
    await expect(page).toHaveURL(`${server.url}/`);
    for (const answer of ['Authorize', 'Cancel'] as const) {
      await page.goto('/login');
      await page.getByRole('button', { name: 'Continue with GitHub' }).click();
      await page.waitForURL(`${github.url}/**`);
      await page
        .context()
        .addCookies([{ name: 'doorcode.next', value: encodeURIComponent(target), url: server.url }]);
      await page.getByRole('button', { name: answer }).click();
      await page.waitForURL((url) => url.origin === server.url);
      expect(await page.locator('main').textContent()).toBeTruthy();
      await expect(page.locator('input[name="next"][value*="evil"]')).toHaveCount(0);
    }
  });
