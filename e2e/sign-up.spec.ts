import { mailTo } from './testing/mail';
import { newAddress, signInHere } from './testing/person';
import { expect, test } from './testing/test';

test.use({ environment: { SIGN_UP: 'invited' } });

test('by invitation only: a stranger gets a mail that says why, and no link; the page tells nobody', async ({
  page,
  server,
}) => {
  const email = newAddress('stranger');
  await page.goto('/login');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  const { text } = await mailTo(server.dataDir, email);
  expect(text).toContain('by invitation');
  expect(text).not.toMatch(/https?:/);
});

test('whoever holds the set-up link may sign in all the same', async ({ page, server }) => {
  await page.goto(/http:\S+\/setup\?token=\S+/.exec(server.output())![0]);
  await page
    .getByRole('link', { name: /sign in/i })
    .first()
    .click();
  await signInHere(page, server, newAddress('first'));
  await page.getByRole('button', { name: 'Become the administrator' }).click();
  await expect(page).toHaveURL(/\/account/);
});
