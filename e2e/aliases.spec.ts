import { expect, test } from './testing/test';
import { startDevice } from './testing/wire';

const aliases = [
  ['/auth/device', '/device'],
  ['/activate', '/device'],
  ['/activate/mfa-challenge', '/device'],
  ['/activate/success', '/device/done'],
] as const;

for (const [alias, path] of aliases)
  test(`${alias} leads to ${path}, with its query`, async ({ server }) => {
    const query = '?user_code=BCDF-GHJK&x=a%26b';
    const answer = await fetch(server.url + alias + query, { redirect: 'manual' });
    expect(answer.status).toBe(307);
    expect(new URL(answer.headers.get('location')!, server.url).href).toBe(server.url + path + query);
  });

test('/activate with a code leads a stranger through sign-in to that request', async ({ page, server }) => {
  const device = await startDevice(server);
  await page.goto(`/activate?user_code=${device.user_code}`);
  await expect(page.getByRole('heading', { name: 'Sign in to connect your device' })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('next')).toBe(`/device?user_code=${device.user_code}`);
});

for (const path of [
  '/nothing',
  '/account/nothing',
  '/Device',
  '/%2e%2e/etc/passwd',
  '/_next/nothing.js',
  '/api/login/signin',
])
  test(`${path} is 404`, async ({ server }) => {
    expect((await fetch(server.url + path)).status).toBe(404);
  });

test('the page that is not there says what to do', async ({ page }) => {
  await page.goto('/nothing');
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the start' }).click();
  await expect(page).toHaveURL(/\/$/);
});
