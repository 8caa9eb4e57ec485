import type { Page } from '@playwright/test';
import { decodeJwt } from 'jose';
import { createClient } from './testing/clients';
import { standardClient } from './testing/oauth';
import { signIn, signInHere } from './testing/person';
import type { RunningServer } from './testing/server';
import { expect, newContext, test } from './testing/test';
import { addAuthenticator } from './testing/virtual-authenticator';

/** Somebody who has signed in by mail and added a passkey. */
async function enrol(page: Page, server: RunningServer, { autofill = false } = {}) {
  const device = await addAuthenticator(page, { autofill });
  const email = await signIn(page, server);
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name').fill('Laptop');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await page.waitForURL('**/account/security/recovery-codes*');
  return { device, email };
}

async function signOut(page: Page) {
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out of this browser' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

test('a passkey is added, renamed, asked for at the next sign-in, and removed', async ({ page, server }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const { email, device } = await enrol(page, server);
  expect(await device.count()).toBe(1);
  await page.goto('/account/security');
  await page.getByText('Rename').click();
  await page.getByLabel('New name').fill('Work laptop');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Work laptop' })).toBeVisible();

  await signOut(page);
  await page.goto('/login?next=/account/security');
  await signInHere(page, server, email);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL('**/account/security');
  await expect(page.getByText(/Last used .* with Chrome on Linux from/)).toBeVisible();

  await page.getByRole('button', { name: 'Remove Work laptop' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByText('The passkey is removed')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Work laptop' })).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('a passkey alone signs in for a device that asks for one; its tokens say so', async ({
  page,
  server,
}) => {
  await enrol(page, server);
  await signOut(page);
  const standard = await standardClient(server, await createClient(server, { accessTokenFormat: 'jwt' }));
  const device = await standard.start({ acr_values: 'urn:doorcode:acr:passkey' });
  await page.goto(device.verification_uri_complete!);
  await expect(page.getByRole('heading', { name: 'Sign in to connect your device' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText(device.user_code)).toBeVisible();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  const claims = decodeJwt((await standard.poll(device.device_code)).access_token);
  expect(claims).toMatchObject({ acr: 'urn:doorcode:acr:passkey' });
  expect(claims.amr).toEqual(expect.arrayContaining(['hwk', 'user', 'mfa']));
});

test('the browser offers the passkey where the address is typed', async ({ page, server }) => {
  const { email } = await enrol(page, server, { autofill: true });
  await signOut(page);
  // Chromium’s virtual authenticator takes the offer at once.
  await page.goto('/login?next=/account/security');
  await page.waitForURL('**/account/security');
  await expect(page.locator('main')).toContainText(email);
});

test('a finger that does not fit, and a device that has a passkey already: the page says what to do', async ({
  page,
  server,
}) => {
  const { device, email } = await enrol(page, server);
  await page.goto('/account/security/passkeys/new');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'There is a passkey for your account here already',
  );
  expect(await device.count()).toBe(1);

  await signOut(page);
  await page.goto('/login?next=/account/security');
  await signInHere(page, server, email);
  await device.setVerified(false);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('No passkey was used');
  await device.setVerified(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL('**/account/security');
});

test('what one browser’s passkey signed is worth nothing in another, and nothing twice', async ({
  page,
  server,
  browser,
}) => {
  await enrol(page, server);
  await signOut(page);
  await page.goto('/login?next=/account');
  await page.route('**/login/passkey', (route) => route.abort());
  const sent = page.waitForRequest('**/login/passkey');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  const form = Object.fromEntries(new URLSearchParams((await sent).postData()!));
  const post = async (context = page.context()) => {
    const answer = await context.request.post('/login/passkey', {
      form,
      headers: { origin: server.url },
      maxRedirects: 0,
    });
    return answer.headers().location;
  };

  const thief = await newContext(browser, server);
  await thief.request.post('/login/passkey/options', { form: {}, headers: { origin: server.url } });
  expect(await post(thief)).toBe('/login?error=passkey&next=%2Faccount');
  const nobody = await newContext(browser, server);
  expect(await post(nobody)).toBe('/login?error=passkey&next=%2Faccount');
  expect(await post()).toBe('/account');
  expect(await post()).toBe('/login?error=passkey&next=%2Faccount');
  for (const context of [thief, nobody]) await context.close();
});

test('without JavaScript there is no passkey to press, and the page says why', async ({ noScript }) => {
  const page = await noScript.newPage();
  await page.goto('/login');
  await expect(page.locator('noscript p', { hasText: 'Passkeys need JavaScript' })).toBeVisible();
  await expect(page.getByRole('button', { name: /passkey/i })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Email me a sign-in link' })).toBeVisible();
});
