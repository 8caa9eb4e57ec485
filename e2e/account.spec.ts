import type { Page } from '@playwright/test';
import { decide, signIn } from './testing/person';
import type { RunningServer } from './testing/server';
import { expect, test } from './testing/test';
import { poll, refresh, startDevice, userinfo } from './testing/wire';

async function connect(page: Page, server: RunningServer, name: string): Promise<Record<string, string>> {
  const device = await startDevice(server, { device_name: name });
  await decide(page, device.user_code, 'Allow');
  return (await poll(server, device.device_code)).body as Record<string, string>;
}

const expectDead = async (server: RunningServer, tokens: Record<string, string>) => {
  expect((await userinfo(server, tokens.access_token!)).status).toBe(401);
  expect((await refresh(server, tokens.refresh_token!)).body.error).toBe('invalid_grant');
};

test('without devices, the page says how to connect one', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/account');
  await expect(page.getByText('No device is signed in as you')).toBeVisible();
  await expect(page.locator('main')).toContainText(`npx doorcode login --server ${server.url}`);
  await expect(page.getByRole('button', { name: 'Sign out all' })).toHaveCount(0);
});

test('Sign out ends one device at its very next call, and leaves the others', async ({ page, server }) => {
  await signIn(page, server);
  const [gone, kept] = [await connect(page, server, 'Old laptop'), await connect(page, server, 'New laptop')];
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out Old laptop' }).click();
  await expectDead(server, gone);
  await expect(page.getByText('The device is signed out')).toBeVisible();
  await expect(page.locator('main')).not.toContainText('Old laptop');
  await expect(page.locator('main')).toContainText('New laptop');
  expect((await userinfo(server, kept.access_token!)).status).toBe(200);
});

test('Sign out all asks first, then ends every device, and not this browser', async ({ page, server }) => {
  await signIn(page, server);
  const tokens = [await connect(page, server, 'One'), await connect(page, server, 'Two')];
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out all' }).click();
  await expect(page.getByRole('heading', { name: 'Sign out all 2 devices?' })).toBeVisible();
  for (const { access_token } of tokens) expect((await userinfo(server, access_token!)).status).toBe(200);
  await page.getByRole('button', { name: 'Sign out all' }).click();
  for (const one of tokens) await expectDead(server, one);
  await expect(page.getByText('All your devices are signed out')).toBeVisible();
  await expect(page.getByText('No device is signed in as you')).toBeVisible();
});

test('nobody signs out the device of another', async ({ page, server, browser }) => {
  await signIn(page, server);
  const tokens = await connect(page, server, 'Mine');
  await page.goto('/account');
  const device = await page.locator('input[name="device"]').getAttribute('value');
  const other = await browser.newContext({ baseURL: server.url });
  await signIn(await other.newPage(), server);
  await other.request.post('/account/devices/sign-out', {
    form: { device: device! },
    headers: { origin: server.url },
  });
  await other.close();
  expect((await userinfo(server, tokens.access_token!)).status).toBe(200);
});
