import type { Page } from '@playwright/test';
import { createClient } from './testing/clients';
import { expect, test } from './testing/database-test';
import { type FormPerson, signInByForms } from './testing/form-person';
import { standardClient } from './testing/oauth';
import { newAddress, signIn, signInHere } from './testing/person';
import { ageFactors, appOnPage, forgetUsedCodes, setUpAppByForms } from './testing/second-factor';
import { poll, postForm, startDevice } from './testing/wire';

async function appOf(page: Page) {
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  return appOnPage(await page.content());
}

/** Set an app up on the pages, from the security page to the codes that are kept. */
async function setUpApp(page: Page) {
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  const app = await appOf(page);
  expect((await page.locator('code').textContent())!.replaceAll(' ', '')).toBe(app.secret);
  await page.getByLabel('Authentication code').fill(app.shows());
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeVisible();
  const codes = await page.locator('ol li').allInnerTexts();
  expect(codes).toHaveLength(10);
  return { app, codes };
}

for (const script of [true, false])
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('an app is set up; the next device waits until its code is given, and its tokens say so', async ({
      page,
      browser,
      server,
      database,
    }) => {
      const email = await signIn(page, server);
      const { app } = await setUpApp(page);
      const saved = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download as a text file' }).click();
      expect((await saved).suggestedFilename()).toBe('doorcode-recovery-codes.txt');
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await expect(page.getByText('Your authenticator app is set up')).toBeVisible();
      await page.goto('/account/security/recovery-codes');
      await expect(page).toHaveURL(/\/account\/security$/);

      await forgetUsedCodes(database);
      const context = await browser.newContext({ javaScriptEnabled: script, baseURL: server.url });
      const elsewhere = await context.newPage();
      const id = await createClient(server, { accessTokenFormat: 'jwt' });
      const device = await startDevice(server, { client_id: id });
      await elsewhere.goto(device.verification_uri_complete);
      await signInHere(elsewhere, server, email);
      await expect(elsewhere.getByRole('heading', { name: 'One more step' })).toBeVisible();
      expect((await poll(server, device.device_code, { client_id: id })).body.error).toBe(
        'authorization_pending',
      );
      await elsewhere.getByLabel('Authentication code').fill('000 000');
      await elsewhere.getByRole('button', { name: 'Verify' }).click();
      await expect(elsewhere.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
      await elsewhere.getByLabel('Authentication code').fill(app.shows());
      await elsewhere.getByRole('button', { name: 'Verify' }).click();
      await expect(elsewhere.getByText(device.user_code)).toBeVisible();
      await elsewhere.getByRole('button', { name: 'Allow' }).click();
      await expect(elsewhere.getByText('You can return to your device')).toBeVisible();
      const { body } = await poll(server, device.device_code, { client_id: id });
      const claims = JSON.parse(
        Buffer.from(String(body.access_token).split('.')[1]!, 'base64url').toString(),
      );
      expect(claims).toMatchObject({
        amr: ['email', 'otp', 'mfa', 'device_code'],
        acr: 'urn:doorcode:acr:2fa',
      });
      await context.close();
    });
  });

test('by keyboard alone: a recovery code lets in once, and says how many are left', async ({
  page,
  browser,
  server,
}) => {
  const email = await signIn(page, server);
  const { codes } = await setUpApp(page);
  const context = await browser.newContext({ baseURL: server.url });
  const lost = await context.newPage();
  await lost.goto('/login?next=/account/security');
  await signInHere(lost, server, email);
  await expect(lost.getByLabel('Authentication code')).toBeFocused();
  const press = async (name: string) => {
    for (let i = 0; i < 20; i++) {
      await lost.keyboard.press('Tab');
      if ((await lost.evaluate(() => document.activeElement?.textContent)) === name)
        return lost.keyboard.press('Enter');
    }
    throw new Error(`${name} is not reached`);
  };
  await press('Use a recovery code');
  await expect(lost.getByLabel('Recovery code')).toBeFocused();
  await lost.keyboard.type(codes[3]!.toUpperCase());
  await lost.keyboard.press('Enter');
  await expect(lost.getByText('9 of 10 are left')).toBeVisible();
  await context.close();
});

test('acr_values: who has no second factor sets one up, and comes back to the same request', async ({
  page,
  server,
}) => {
  await signIn(page, server);
  const standard = await standardClient(server, await createClient(server, { accessTokenFormat: 'jwt' }));
  const device = await standard.start({ acr_values: 'urn:doorcode:acr:2fa' });
  await page.goto('/device');
  await page.getByLabel('Code').fill(device.user_code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  const app = await appOf(page);
  await page.getByLabel('Authentication code').fill(app.shows());
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText(device.user_code)).toBeVisible();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  expect((await standard.poll(device.device_code)).access_token).toBeTruthy();
});

test('what changes factors asks for the factor anew after ten minutes, and goes on where it was', async ({
  page,
  server,
  database,
}) => {
  await signIn(page, server);
  const { app } = await setUpApp(page);
  await ageFactors(database);
  await forgetUsedCodes(database);
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Confirm that it is you' })).toBeVisible();
  await page.getByLabel('Authentication code').fill(app.shows());
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByText('The authenticator app is removed')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toHaveCount(0);
});

test.describe('cookies', () => {
  test('the one of before the factor is dead after it; another session’s is made no stronger', async ({
    server,
    database,
  }) => {
    const person = await signInByForms(server);
    const { app } = await setUpAppByForms(person);
    const [half, other] = [
      await signInByForms(server, person.email),
      await signInByForms(server, person.email),
    ];
    const replayed = half.cookie();
    await forgetUsedCodes(database);
    expect(await half.post('/login/mfa/code', { code: app.shows(), next: '/account' })).toBe('/account');
    expect(half.cookie()).not.toBe(replayed);
    const leadsTo = async (cookie: string) =>
      (await fetch(`${server.url}/account`, { redirect: 'manual', headers: { cookie } })).headers.get(
        'location',
      );
    expect(await leadsTo(half.cookie())).toBeNull();
    expect(await leadsTo(replayed)).toMatch(/^\/login\?/);
    expect(await leadsTo(other.cookie())).toMatch(/^\/login\/mfa\?/);
  });

  test('an app that one session sets up is not confirmed by another, nor are its codes shown there', async ({
    server,
  }) => {
    const [person, thief] = [await signInByForms(server), await signInByForms(server)];
    const page = await person.post('/account/security/authenticator/start', {});
    const app = appOnPage(await person.get(page));
    const confirm = '/account/security/authenticator/confirm';
    expect(await thief.post(confirm, { code: app.shows() })).toMatch(/error=expired/);
    await person.post(confirm, { code: app.shows() });
    const codes = /doorcode\.recovery=[^;]+/.exec(person.cookie())![0];
    const shown = async (session: string) =>
      (
        await fetch(`${server.url}/account/security/recovery-codes`, {
          redirect: 'manual',
          headers: { cookie: `${session}; ${codes}` },
        })
      ).status;
    expect(await shown(person.cookie())).toBe(200);
    expect(await shown(thief.cookie().replace(/; doorcode\.recovery=.*/, ''))).toBe(307);
  });
});

test('guesses over many sessions stop at the account’s limit, and the page says what to do', async ({
  server,
}) => {
  const person = await signInByForms(server, newAddress('guessed'));
  const { app } = await setUpAppByForms(person);
  const sessions: FormPerson[] = [];
  for (let i = 0; i < 4; i++) sessions.push(await signInByForms(server, person.email));
  const guess = async (cookie: string) =>
    (
      await postForm(server, '/login/mfa/code', { code: '000000' }, { cookie, origin: server.url })
    ).headers.get('location')!;
  const led = await Promise.all(
    Array.from({ length: 20 }, (_, i) => guess(sessions[i % sessions.length]!.cookie())),
  );
  expect(led.filter((path) => path.includes('error=wrong'))).toHaveLength(10);
  expect(led.filter((path) => path.includes('error=limited'))).toHaveLength(10);
  const right = await sessions[0]!.post('/login/mfa/code', { code: app.shows(30), next: '/account' });
  expect(right).toContain('error=limited');
  expect(await sessions[0]!.get(right)).toContain('Wait a quarter of an hour');
});
