import type { Page } from '@playwright/test';
import { commandOf } from './testing/command';
import { test as base, expect } from './testing/database-test';
import { signInByForms } from './testing/form-person';
import { linkIn, mailTo } from './testing/mail';
import { addFactors, idOf, makeAdmin } from './testing/people';
import { newAddress, signIn, signInHere } from './testing/person';

/** Administrators find a person, and help who has lost every factor. Without scripts. */
type Admin = { page: Page; email: string };
const test = base.extend<object, { admin: Admin }>({
  admin: [
    async ({ browser, server, database }, use) => {
      const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
      const page = await context.newPage();
      const email = await signIn(page, server, newAddress('boss'));
      await makeAdmin(database, email);
      await use({ page, email });
      await context.close();
    },
    { scope: 'worker' },
  ],
});

test('an administrator finds a person by a part of the address or name', async ({
  admin,
  server,
  database,
}) => {
  const { page } = admin;
  const { email } = await signInByForms(server, newAddress('grace'));
  await database.query("UPDATE users SET name = 'Grace Hopper' WHERE email = $1", [email]);
  await page.goto('/');
  await page.getByRole('link', { name: /^Users/ }).click();
  const rows = page.locator('main li');
  await expect(rows.first(), 'the newest first').toContainText('Grace Hopper');
  await expect(rows.filter({ hasText: admin.email })).toContainText('Administrator');
  for (const typed of ['HOPPER', email.slice(0, -4)]) {
    await page.getByLabel('E-mail or name').fill(typed);
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(rows).toHaveCount(1);
    await expect(page.getByLabel('E-mail or name')).toHaveValue(typed);
  }
  await expect(rows).toContainText('No second factor');
  await rows.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Grace Hopper' })).toBeVisible();
  for (const words of [email, 'Proved by a sign-in link', 'Default', 'There is nothing to reset'])
    await expect(page.locator('main')).toContainText(words);

  await page.goto('/admin/users?q=%25_');
  await expect(page.locator('main')).toContainText('Nobody was found');
  await page.getByRole('link', { name: 'show everybody' }).click();
  await expect(rows.filter({ hasText: 'Grace Hopper' })).toHaveCount(1);
  for (const path of ['/admin/users/nobody', '/admin/users/%00/reset-factors'])
    expect((await page.goto(path))?.status(), path).toBe(404);
});

test('an administrator who has just signed in resets what a person has lost; that person is signed out', async ({
  admin,
  server,
  database,
}) => {
  const { page } = admin;
  const lost = await signInByForms(server);
  const id = await idOf(database, lost.email);
  await addFactors(database, id);
  await page.goto(`/admin/users/${id}`);
  const main = page.locator('main');
  for (const words of ['Laptop', 'last used 2 days ago', 'A key at home', 'never used', '8 left'])
    await expect(main).toContainText(words);

  // Of long ago: to sign in, and back to the same question.
  await page.getByRole('link', { name: 'Reset second factors' }).click();
  const question = page.url();
  const [adminId] = [await idOf(database, admin.email)];
  await database.query(
    "UPDATE browser_sessions SET created_at = now() - interval '11 minutes' WHERE user_id = $1::uuid",
    [adminId],
  );
  await page.getByRole('button', { name: 'Reset second factors' }).click();
  const next = new URL(question).pathname;
  expect(page.url()).toBe(`${server.url}/login?${new URLSearchParams({ next, again: '1' })}`);
  expect(await database.query('SELECT FROM passkeys WHERE user_id = $1', [id])).toHaveLength(2);
  await signInHere(page, server, admin.email);
  expect(page.url()).toBe(question);

  for (const words of [
    'the authenticator app, 2 passkeys, 8 recovery codes',
    'stay signed in',
    'Is it really they',
  ])
    await expect(main).toContainText(words);
  await page.getByRole('button', { name: 'Reset second factors' }).click();
  await expect(page.getByRole('status')).toContainText('The second factors are reset');
  await expect(main).toContainText('There is nothing to reset');
  const headers = { cookie: lost.cookie() };
  const answer = await fetch(`${server.url}/account`, { redirect: 'manual', headers });
  expect(answer.headers.get('location')).toBe('/login?next=%2Faccount');
  const trace = await database.query(
    "SELECT actor_id, detail FROM audit_events WHERE action = 'factors.reset' AND user_id = $1",
    [id],
  );
  expect(trace).toEqual([
    {
      actor_id: adminId,
      detail: expect.objectContaining({ passkeys: 2, authenticators: 1, browserSessions: 1 }),
    },
  ]);

  await page.goto(`${question}`);
  await expect(page.getByRole('status')).toContainText('There was nothing to reset');
  await page.goto(`/admin/users/${adminId}/reset-factors`);
  await expect(page.getByRole('alert')).toContainText('These are your own');
  await expect(page.getByRole('link', { name: 'your security page' })).toBeVisible();
});

test('whoever runs the server resets by a command, beside it, what the last administrator has lost', async ({
  server,
  database,
  environment,
}) => {
  const lost = await signInByForms(server, newAddress('last'));
  const id = await idOf(database, lost.email);
  await addFactors(database, id);
  const given = { ...environment, PUBLIC_URL: server.url, DATA_DIR: server.dataDir };
  const reset = (...words: string[]) =>
    commandOf('reset-factors')(given, ...words).then(
      ({ stdout }) => `0 ${stdout}`,
      ({ code, stdout, stderr }) => `${code} ${stdout}${stderr}`,
    );
  expect(await reset()).toMatch(/^1 Name one address:\nnpm run factors:reset/);
  expect(await reset(lost.email, '--all')).toMatch(/^1 Unknown option '--all'/);
  expect(await reset('nobody@example.com')).toBe(
    '1 Nobody here has the address nobody@example.com. Nothing was changed.\n',
  );
  expect(await database.query('SELECT FROM passkeys WHERE user_id = $1', [id])).toHaveLength(2);

  expect(await reset(lost.email.toUpperCase())).toMatch(/^0 .*are reset/s);
  expect(await database.query('SELECT FROM passkeys WHERE user_id = $1', [id])).toEqual([]);
  const headers = { cookie: lost.cookie() };
  const answer = await fetch(`${server.url}/account`, { redirect: 'manual', headers });
  expect(answer.headers.get('location')).toBe('/login?next=%2Faccount');
  const mail = await mailTo(server.dataDir, lost.email, 'removed your second factors');
  expect(await (await fetch(linkIn(mail))).text(), 'its link is one of this server').toContain(lost.email);
  expect(await reset(lost.email)).toMatch(/^0 There was nothing to reset/);
  const trace = await database.query(
    "SELECT actor_type FROM audit_events WHERE action = 'factors.reset' AND user_id = $1",
    [id],
  );
  expect(trace).toEqual([{ actor_type: 'system' }]);
});
