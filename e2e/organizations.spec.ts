import { authSecret } from './testing/database';
import { test as base, expect } from './testing/database-test';
import { linkIn, mailTo } from './testing/mail';
import { makeAdmin } from './testing/people';
import { newAddress, signIn, signInHere } from './testing/person';
import { newContext } from './testing/test';
import { poll, startDevice } from './testing/wire';

/** A server where only who is invited may have an account. */
const test = base.extend<object, { environment: Record<string, string> }>({
  environment: [
    async ({ database }, use) =>
      use({ DATABASE_URL: database.url, AUTH_SECRET: authSecret, SIGN_UP: 'invited' }),
    { scope: 'worker' },
  ],
});

test('an organization is created, somebody is invited, accepts, administers it alone, and allows a device for it', async ({
  browser,
  noScript,
  server,
  database,
}) => {
  // Whoever runs the server, without scripts.
  const boss = newAddress('boss');
  await database.query(
    'INSERT INTO users (id, email, email_verified) VALUES (gen_random_uuid(), $1, now())',
    [boss],
  );
  const admin = await noScript.newPage();
  await signIn(admin, server, boss);
  await makeAdmin(database, boss);
  await admin.goto('/admin/organizations');
  await admin.getByRole('link', { name: 'New organization' }).click();
  await admin.getByLabel('Name').fill('Acme');
  await admin.getByLabel('Slug').fill('default');
  await admin.getByRole('button', { name: 'Create organization' }).click();
  await expect(admin.getByRole('alert')).toContainText('Choose another one');
  await expect(admin.getByLabel('Name')).toHaveValue('Acme');
  await admin.getByLabel('Slug').fill('acme');
  await admin.getByRole('button', { name: 'Create organization' }).click();
  await expect(admin.getByRole('status')).toContainText('The organization is created');
  const email = newAddress('ada');
  await admin.getByLabel('Invite an e-mail address').fill(email);
  await admin.getByLabel('As', { exact: true }).selectOption('Admin');
  await admin.getByRole('button', { name: 'Invite' }).click();
  await expect(admin.getByRole('listitem').filter({ hasText: email })).toContainText(
    'Admin · invited just now',
  );

  // Whoever is invited has no account yet.
  const context = await newContext(browser, server);
  const page = await context.newPage();
  await page.goto(linkIn(await mailTo(server.dataDir, email, 'Invitation to Acme')));
  await expect(page.locator('main')).toContainText(`${boss} invites ${email}`);
  await page.getByRole('link', { name: 'Sign in to answer' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await signInHere(page, server, email);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('status')).toContainText('You have joined');
  await expect(page.getByRole('listitem').filter({ hasText: 'acme' })).toContainText('Admin');

  // An admin of it sees it, and nothing else.
  await page.goto('/admin/organizations');
  const rows = page.locator('main li');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Acme');
  await expect(page.getByRole('link', { name: 'New organization' })).toHaveCount(0);
  for (const path of ['/admin/organizations/default', '/admin/organizations/default/members'])
    expect((await page.goto(path))?.status(), path).toBe(404);
  expect((await page.goto('/admin/organizations/new'))?.status()).toBe(403);
  await page.goto('/admin/organizations/acme');
  await page.getByLabel('Most scopes').fill('openid profile');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Saved');

  // A device asks for it, by its name; the person could still choose another one.
  const device = await startDevice(server, { organization: 'acme', scope: 'openid profile email' });
  await page.goto('/device');
  await page.getByLabel('Code').fill(device.user_code);
  await page.getByRole('button', { name: 'Continue' }).click();
  const choice = page.getByRole('group', { name: 'Organization' });
  await expect(choice.getByRole('radio')).toHaveCount(2);
  await expect(choice.getByRole('radio', { name: 'Acme' })).toBeChecked();
  await expect(choice).toContainText('without: See your e-mail address');
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  const { body } = await poll(server, device.device_code);
  expect(body).toMatchObject({ scope: 'openid profile' });
  const [session] = await database.query(
    'SELECT o.slug FROM sessions s JOIN organizations o ON o.id = s.organization_id',
  );
  expect(session).toEqual({ slug: 'acme' });
  await context.close();
});
