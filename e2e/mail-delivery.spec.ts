import { newAddress } from './testing/person';
import { startServer } from './testing/server';
import { startSmtp } from './testing/smtp';
import { test as base, expect } from './testing/test';

type Smtp = Awaited<ReturnType<typeof startSmtp>>;

/** With EMAIL_SERVER, mail goes out by SMTP and there is no mailbox to look into. */
const test = base.extend<object, { smtp: Smtp }>({
  smtp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => use(await startSmtp()),
    { scope: 'worker' },
  ],
  environment: [
    async ({ smtp }, use) => use({ EMAIL_SERVER: smtp.url, EMAIL_FROM: 'Doorcode <login@example.com>' }),
    { scope: 'worker' },
  ],
});

test('the link comes by SMTP, and signs in', async ({ page, smtp }) => {
  const email = newAddress();
  await page.goto('/login?next=/account');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  const mail = smtp.texts().find((text) => text.includes(`To: ${email}`))!;
  expect(mail).toContain('From: Doorcode <login@example.com>');
  await page.goto(/https?:\/\/\S+login\/link\S+/.exec(mail)![0]);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/account$/);
});

test('there is no mailbox, and no way to one; no link reaches the terminal', async ({ page, server }) => {
  expect((await page.goto('/mailbox'))?.status()).toBe(404);
  for (const path of ['/', '/login/sent?email=a@example.com']) {
    await page.goto(path);
    await expect(page.locator('a[href^="/mailbox"]')).toHaveCount(0);
  }
  expect(server.output()).not.toMatch(/login\/link\?|Mail for|Mails are kept/);
});

test('an SMTP server that is gone is told, with the address kept; a start without it is refused', async ({
  page,
  smtp,
}) => {
  await smtp.stop();
  const email = newAddress();
  await page.goto('/login');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(page.getByRole('alert').first()).toContainText('The mail could not be sent');
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await expect(
    startServer({ EMAIL_SERVER: smtp.url, EMAIL_FROM: 'Doorcode <login@example.com>' }),
  ).rejects.toThrow('EMAIL_SERVER cannot be used');
});
