import { mailTo } from './testing/mail';
import { newAddress, signIn } from './testing/person';
import { expect, test } from './testing/test';

test.use({ environment: { SIGN_UP: 'example.com, acme.example' } });

test('an address of a listed domain signs in', async ({ page, server }) => {
  await signIn(page, server, newAddress());
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Your devices' })).toBeVisible();
});

for (const address of [
  'a@evil.example',
  'a@sub.example.com',
  'a@notexample.com',
  'a@example.com.evil.example',
])
  test(`${address} is of no listed domain: its mail says so, and carries no link`, async ({
    page,
    server,
  }) => {
    await page.goto('/login');
    await page.getByLabel('Email').fill(address);
    await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
    const { text } = await mailTo(server.dataDir, address);
    expect(text).toContain('no account there');
    expect(text).not.toMatch(/https?:/);
  });
