import { expect, test } from './testing/database-test';
import { makeAdmin } from './testing/people';
import { signIn } from './testing/person';
import { newContext } from './testing/test';
import { postForm } from './testing/wire';

/** The smallest PNG there is. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

test('an administrator makes a client, tries it through to tokens, rotates its secret and disables it', async ({
  noScript,
  server,
  database,
}) => {
  const page = await noScript.newPage();
  const main = page.locator('main');
  const email = await signIn(page, server);
  await makeAdmin(database, email);
  await page.goto('/admin/clients');
  await page.getByRole('link', { name: 'New client' }).click();
  await page.getByRole('link', { name: /^A CLI of ours/ }).click();

  // Wrong first: what was typed stays, and the message stands beside it.
  await page.getByLabel('Client id').fill('acme deploy');
  await page.getByLabel('Name', { exact: true }).fill('Acme Deploy');
  await page.getByLabel('Activation URI').fill('ftp://acme.example');
  await page.getByLabel('Make a secret for it').check();
  await page.getByRole('button', { name: 'Create the client' }).click();
  await expect(main).toContainText('Not saved yet.');
  await expect(main).toContainText('This must be printable ASCII without spaces');
  await expect(main).toContainText('This must be an https:// address.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Acme Deploy');
  await page.getByLabel('Client id').fill('doorcode-cli');
  await page.getByLabel('Activation URI').fill('');
  await page.getByRole('button', { name: 'Create the client' }).click();
  await expect(main).toContainText('Another client has this id.');
  await page.getByLabel('Client id').fill('acme-deploy');
  await page.getByRole('button', { name: 'Create the client' }).click();

  await expect(page.getByRole('heading', { name: 'Copy the secret now' })).toBeVisible();
  const secret = (await page.locator('#secret').textContent())!.trim();
  expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(main).toContainText(`Ends in ${secret.slice(-4)}`);
  expect(await page.content()).not.toContain(secret);
  await page.goto('/admin/clients/acme-deploy/secret');
  expect(page.url(), 'it is shown once').toBe(`${server.url}/admin/clients/acme-deploy`);

  // A logo, which the confirmation page shows; an SVG is none.
  const svg = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="x"/>') };
  await page.getByLabel('Picture').setInputFiles(svg);
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(main).toContainText('This is an SVG.');
  await page.getByLabel('Picture').setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: dot });
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(page.getByRole('status')).toContainText('Saved.');
  const logo = (await page.getByAltText('As it is now').getAttribute('src'))!;
  const image = await page.request.get(logo);
  expect(image.headers()).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect((await page.request.get(logo.replace(/.$/, 'x'))).status()).toBe(404);

  await page.getByRole('link', { name: 'Try it' }).click();
  await page.getByLabel('Client secret').fill(secret);
  await page.getByRole('button', { name: 'Ask for a device code' }).click();
  const tab = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Enter it in a new tab' }).click();
  const other = await tab;
  await expect(other.locator(`img[src="${logo}"]`)).toBeVisible();
  await expect(other.locator('main')).toContainText('Try it (dashboard)');
  await other.getByRole('button', { name: 'Allow' }).click();
  await other.close();
  await page.bringToFront();
  for (const step of ['Poll', 'Userinfo', 'Refresh', 'Introspect'])
    await page.getByRole('button', { name: step }).click();
  await expect(main).toContainText('"access_token": "dc_…"');
  await expect(main).toContainText('"active": true');
  expect(await page.content()).not.toContain(secret);
  expect(await page.content()).not.toMatch(/dc_(rt_)?[0-9A-Za-z]{6}/);

  // Rotation: both count, then the old one goes.
  await page.goto('/admin/clients/acme-deploy');
  await page.getByRole('button', { name: 'Make a secret' }).click();
  const young = (await page.locator('#secret').textContent())!.trim();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  const start = (client_secret: string) =>
    postForm(server, '/oauth2/device_authorization', { client_id: 'acme-deploy', client_secret });
  for (const one of [secret, young]) expect((await start(one)).status).toBe(200);
  const row = page.getByRole('listitem').filter({ hasText: secret.slice(-4) });
  await row.getByRole('link', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove the secret' }).click();
  await expect(main).toContainText('The secret is removed.');
  expect([(await start(secret)).status, (await start(young)).status]).toEqual([400, 200]);

  await page.getByRole('link', { name: 'Disable' }).click();
  await expect(main).toContainText('The one sign-in that came from it ends at once.');
  await page.getByRole('button', { name: 'Disable the client' }).click();
  await expect(main).toContainText('The client is disabled.');
  await page.goto('/admin/clients/acme-deploy/try');
  await page.getByRole('button', { name: 'Userinfo' }).click();
  await expect(page.locator('#last')).toContainText('invalid_token');
  await page.goto('/account');
  await expect(main, 'the session is dead').not.toContainText('Try it (dashboard)');
});

test('an administrator gives the server its name and colour, and switches a way to sign in off', async ({
  browser,
  server,
  database,
}) => {
  const context = await newContext(browser, server);
  const page = await context.newPage();
  await makeAdmin(database, await signIn(page, server));
  await page.goto('/admin/settings');
  const branding = page.locator('section', { has: page.getByRole('heading', { name: 'Name and colours' }) });
  await page.getByLabel('Name', { exact: true }).fill('Acme <ID>');
  await page.getByLabel('Colour on light pages').fill('#ffdd00');
  await branding.getByRole('button', { name: 'Save' }).click();
  await expect(branding).toContainText(/contrast of 1\.\d+ to 1 against the page/);
  const nearest = /nearest that passes is (#\w{6})/.exec((await branding.textContent())!)![1]!;
  await page.getByLabel('Colour on light pages').fill(nearest);
  await branding.getByRole('button', { name: 'Save' }).click();
  await expect(branding).toContainText('Saved.');
  await expect(page).toHaveTitle('Settings · Acme <ID>');
  const button = branding.getByRole('button', { name: 'Save' });
  await page.mouse.move(0, 0);
  const rgb = `rgb(${[1, 3, 5].map((at) => Number.parseInt(nearest.slice(at, at + 2), 16)).join(', ')})`;
  await expect(button).toHaveCSS('background-color', rgb);

  const ways = page.locator('section', { has: page.getByRole('heading', { name: 'Ways to sign in' }) });
  await ways.getByLabel('Passkeys').uncheck();
  await ways.getByRole('button', { name: 'Save' }).click();
  await expect(ways).toContainText('Saved.');
  await ways.getByLabel('E-mailed links').uncheck();
  await ways.getByRole('button', { name: 'Save' }).click();
  await expect(ways).toContainText('Leave at least one on.');
  await page.goto('/login?again=1');
  await expect(page.getByRole('button', { name: 'Email me a sign-in link' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
  await context.close();
});
