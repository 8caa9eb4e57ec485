import type { Page } from '@playwright/test';
import { decide, newAddress, sendForm, signIn, signInHere } from './testing/person';
import { expect, test } from './testing/test';
import { type Device, poll, refresh, startDevice, userinfo } from './testing/wire';

/** The whole path as a person walks it, with and without JavaScript. */
for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('a stranger opens the link, signs in, sees who asks, allows; the device has tokens', async ({
      page,
      server,
    }) => {
      const device = await startDevice(
        server,
        { device_name: 'Ann’s laptop', client_version: '2.1' },
        { 'user-agent': 'acme-cli/2.1 (linux)' },
      );
      await page.goto(device.verification_uri_complete);
      await expect(page.getByRole('heading', { name: 'Sign in to connect your device' })).toBeVisible();
      const email = await signInHere(page, server);
      await expect(page.getByText('Doorcode CLI').first()).toBeVisible();
      for (const shown of [
        device.user_code,
        'Ann’s laptop',
        '2.1',
        'acme-cli/2.1 (linux)',
        '127.0.0.1',
        email,
        'See your e-mail address',
      ])
        await expect(page.locator('main')).toContainText(shown);
      expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');
      await page.getByRole('button', { name: 'Allow' }).click();
      await expect(page.getByText('You can return to your device')).toBeVisible();

      const tokens = (await poll(server, device.device_code)).body as Record<string, string>;
      const { body } = await userinfo(server, tokens.access_token!);
      expect(body).toMatchObject({ email, email_verified: true });
      const next = (await refresh(server, tokens.refresh_token!)).body as Record<string, string>;

      await page.goto('/account');
      await expect(page.getByRole('heading', { name: 'Your devices' })).toBeVisible();
      await page.getByRole('button', { name: /^Sign out.*Ann’s laptop/ }).click();
      expect((await userinfo(server, tokens.access_token!)).status).toBe(401);
      expect((await userinfo(server, next.access_token!)).status).toBe(401);
      expect((await refresh(server, next.refresh_token!)).body.error).toBe('invalid_grant');
    });

    test('Deny is final, and both sides are told', async ({ page, server }) => {
      await signIn(page, server);
      const device = await startDevice(server);
      await decide(page, device.user_code, 'Deny');
      await expect(page.locator('main')).toContainText(/denied/i);
      expect((await poll(server, device.device_code)).body.error).toBe('access_denied');
    });
  });
}

const enter = async (page: Page, typed: string) => {
  await page.goto('/device');
  await page.getByLabel('Code').fill(typed);
  await page.getByRole('button', { name: 'Continue' }).click();
};

test.describe('the code', () => {
  const forms: [string, (device: Device) => string][] = [
    ['lower case', (device) => device.user_code.toLowerCase()],
    ['without the dash', (device) => device.user_code.replace('-', '')],
    ['with spaces', (device) => ` ${device.user_code.replace('-', ' ')} `],
  ];
  for (const [how, type] of forms)
    test(`is accepted in ${how}`, async ({ page, server }) => {
      await signIn(page, server);
      await enter(page, type(await startDevice(server)));
      await expect(page.getByRole('button', { name: 'Allow' })).toBeVisible();
    });

  test('that is wrong is kept in the field, with what to do', async ({ page, server }) => {
    await signIn(page, server);
    await enter(page, 'BBBB-BBBB');
    await expect(page.getByRole('alert').filter({ hasText: 'That code is not right' })).toBeVisible();
    await expect(page.getByLabel('Code')).toHaveValue('BBBB-BBBB');
  });

  test('that was used looks like a wrong one', async ({ page, server }) => {
    await signIn(page, server);
    const device = await startDevice(server);
    await decide(page, device.user_code, 'Allow');
    await enter(page, device.user_code);
    await expect(page.getByText('That code is not right')).toBeVisible();
  });

  test('guessed too often stops this account, and nobody else', async ({ page, server, browser }) => {
    await signIn(page, server);
    for (let i = 0; i < 10; i++) await sendForm(page, server.url, '/device/enter', { code: 'CCCC-CCCC' });
    const device = await startDevice(server);
    await enter(page, device.user_code);
    await expect(page.getByText('Too many wrong codes')).toBeVisible();
    const other = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signIn(other, server);
    await decide(other, device.user_code, 'Allow');
    await other.context().close();
  });
});

test('of two people with one code, the second is told that it was decided', async ({
  page,
  server,
  browser,
}) => {
  await signIn(page, server);
  const other = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(other, server);
  const device = await startDevice(server);
  for (const one of [page, other]) await enter(one, device.user_code);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  await other.getByRole('button', { name: 'Allow' }).click();
  await expect(other.getByText('You can return to your device')).toHaveCount(0);
  await expect(other.locator('main')).toContainText(/already/i);
  await other.context().close();
});

test('switching the account between render and submit decides nothing', async ({ page, server }) => {
  await signIn(page, server);
  const device = await startDevice(server);
  await enter(page, device.user_code);
  const second = await page.context().newPage();
  await signIn(second, server, newAddress('other'));
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('Nothing was decided')).toBeVisible();
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');
});

test('what a device claims is text and nothing else', async ({ page, server }) => {
  await signIn(page, server);
  const device = await startDevice(server, {
    device_name: '<img src=x onerror=alert(1)>\u202e\u001b[31mevil',
  });
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    return dialog.dismiss();
  });
  await enter(page, device.user_code);
  await expect(page.locator('main')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('main img[src="x"]')).toHaveCount(0);
  for (const mark of ['\u202e', '\u001b']) await expect(page.locator('main')).not.toContainText(mark);
  expect(dialogs).toBe(0);
});

test('the whole path works with the keyboard alone', async ({ page, server }) => {
  await signIn(page, server);
  const device = await startDevice(server);
  await page.goto('/device');
  await expect(page.getByLabel('Code')).toBeFocused();
  await page.keyboard.type(device.user_code);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Deny' })).toBeVisible();
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    if (
      await page
        .getByRole('button', { name: 'Allow' })
        .evaluate((button) => button === document.activeElement)
    )
      break;
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText('You can return to your device')).toBeVisible();
});
