import { linkIn, mailTo, readMails } from './testing/mail';
import { newAddress, sendForm, signIn } from './testing/person';
import { expect, newContext, test } from './testing/test';

test('a mail scanner that opens the link burns nothing; the person’s click uses it, once', async ({
  page,
  server,
  browser,
}) => {
  const email = newAddress();
  await page.goto('/login?next=/account');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  const link = linkIn(await mailTo(server.dataDir, email));
  for (let i = 0; i < 3; i++) expect((await fetch(link)).status).toBe(200);
  await page.goto(link);
  await expect(page.getByText(/another browser|other browser/i)).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/account$/);

  const again = await (await newContext(browser, server)).newPage();
  await again.goto(link);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again).toHaveURL(/\/login\?/);
  await expect(again.getByRole('alert').first()).toBeVisible();
  await again.goto('/account');
  await expect(again).toHaveURL(/\/login\?next=%2Faccount/);
  await again.context().close();
});

test('a link opened in another browser warns before the button', async ({ page, server, browser }) => {
  const email = newAddress();
  await page.goto('/login');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  const other = await (await newContext(browser, server)).newPage();
  await other.goto(linkIn(await mailTo(server.dataDir, email)));
  await expect(other.locator('main')).toContainText(/another browser|other browser/i);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other).toHaveURL((url) => !url.pathname.startsWith('/login'));
  await other.context().close();
});

for (const typed of ['not an address', '"a"@example.com', 'a@x.com,b@y.com'])
  test(`${typed} is refused, kept in the field, and no mail goes out`, async ({ page, server }) => {
    const before = (await readMails(server.dataDir)).length;
    await page.goto('/login');
    await page.getByLabel('Email').fill(typed);
    await page
      .locator('form')
      .filter({ has: page.getByLabel('Email') })
      .evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
    await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
    await expect(page.getByLabel('Email')).toHaveValue(typed);
    await expect(page.getByRole('alert').first()).toBeVisible();
    expect((await readMails(server.dataDir)).length).toBe(before);
  });

test('the session’s cookie is out of reach of scripts and other sites, and new at each sign-in', async ({
  page,
  server,
}) => {
  const values = new Set<string>();
  const email = newAddress();
  for (let i = 0; i < 2; i++) {
    await signIn(page, server, email);
    const cookie = (await page.context().cookies()).find(({ name }) => name === 'doorcode.session')!;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    values.add(cookie.value);
  }
  expect(values.size).toBe(2);
});

test('signing out of the browser ends its session on the server', async ({ page, server }) => {
  await signIn(page, server);
  const cookies = await page.context().cookies();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out of this browser' }).click();
  await expect(page).not.toHaveURL(/\/account/);
  await page.context().addCookies(cookies);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/login/);
});

for (const next of [
  '//evil.example',
  '/\\evil.example',
  'https:evil.example',
  'https://evil.example',
  '/%2f%2fevil.example',
  '/%09/evil.example',
])
  test(`after sign-in, ${next} stays on this server`, async ({ page, server }) => {
    const email = newAddress();
    await sendForm(page, server.url, '/login/email', { email, next });
    const link = new URL(linkIn(await mailTo(server.dataDir, email)));
    const used = await sendForm(page, server.url, '/login/link/use', Object.fromEntries(link.searchParams));
    await page.goto(used);
    expect(new URL(page.url()).origin).toBe(server.url);
  });

test('the set-up link that the start prints makes the first admin, once', async ({
  page,
  server,
  browser,
}) => {
  const link = /http:\S+\/setup\?token=\S+/.exec(server.output())![0];
  await page.goto(link);
  await page
    .getByRole('link', { name: /sign in/i })
    .first()
    .click();
  const email = newAddress('admin');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await page.goto(linkIn(await mailTo(server.dataDir, email)));
  await page.getByRole('button', { name: 'Sign in' }).click();
  const before = (await page.context().cookies()).find(({ name }) => name === 'doorcode.session')!.value;
  await page.getByRole('button', { name: 'Become the administrator' }).click();
  await expect(page.getByText(/administrator/i).first()).toBeVisible();
  const after = (await page.context().cookies()).find(({ name }) => name === 'doorcode.session')!.value;
  expect(after).not.toBe(before);
  const second = await (await newContext(browser, server)).newPage();
  await signIn(second, server);
  await second.goto(link);
  await expect(second.getByRole('button', { name: 'Become the administrator' })).toHaveCount(0);
  await second.context().close();
});
