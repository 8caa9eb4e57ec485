import { expect, test } from './testing/database-test';
import { allowByForm, signInByForms } from './testing/form-person';
import { linkIn, mailTo, readMails } from './testing/mail';
import { newAddress, signIn, signInHere } from './testing/person';
import type { RunningServer } from './testing/server';
import { newContext } from './testing/test';
import { poll, refresh, startDevice, userinfo } from './testing/wire';

const newSignIns = async (server: RunningServer, email: string) =>
  (await readMails(server.dataDir)).filter(
    ({ to, subject }) => to === email && subject.startsWith('New sign-in to '),
  );

test('a sign-in from a new browser is told once, with browser and address; the very first one is not', async ({
  page,
  server,
  browser,
}) => {
  const email = await signIn(page, server);
  await signIn(page, server, email);
  expect(await newSignIns(server, email)).toEqual([]);
  const other = await (await newContext(browser, server)).newPage();
  for (let i = 0; i < 2; i++) await signIn(other, server, email);
  const [mail, ...more] = await newSignIns(server, email);
  expect(more).toEqual([]);
  expect(mail!.text).toMatch(/Where: Chrome on Linux, from (127\.0\.0\.1|::1)/);
  const { httpOnly, sameSite, expires } = (await other.context().cookies()).find(
    ({ name }) => name === 'doorcode.browser',
  )!;
  expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: 'Lax' });
  expect(expires).toBeGreaterThan(Date.now() / 1000 + 390 * 86_400);
  await other.context().close();
});

test('“this was not me”: mail scanners end nothing, the button ends browsers and devices, without JavaScript', async ({
  server,
  noScript,
}) => {
  const owner = await signInByForms(server);
  const device = await startDevice(server);
  await allowByForm(owner, device.user_code);
  const tokens = (await poll(server, device.device_code)).body as Record<string, string>;
  const waiting = await startDevice(server);
  await allowByForm(owner, waiting.user_code);
  const intruder = await signInByForms(server, owner.email);
  const link = linkIn(await mailTo(server.dataDir, owner.email, 'New sign-in'));

  for (let i = 0; i < 3; i++) {
    const answer = await fetch(link);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  }
  await fetch(link, { method: 'HEAD' });
  expect(await intruder.get('/account')).toContain(owner.email);
  expect((await userinfo(server, tokens.access_token!)).status).toBe(200);

  const page = await noScript.newPage();
  await page.goto(link);
  await expect(page.locator('main')).toContainText(owner.email);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out everywhere' })).toBeVisible();
  for (const gone of [owner, intruder]) expect(await gone.get('/account')).not.toContain(owner.email);
  expect((await userinfo(server, tokens.access_token!)).status).toBe(401);
  expect((await refresh(server, tokens.refresh_token!)).body.error).toBe('invalid_grant');
  expect((await poll(server, waiting.device_code)).body.error).toBe('access_denied');

  await page.goto(link);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out everywhere' })).toBeVisible();
  // The local mailbox prints the mail's link; the log says nothing of it.
  const logged = server.output().match(/^\{.*$/gm)!;
  expect(logged.filter((line) => line.includes('/login/not-me')).length).toBeGreaterThan(0);
  expect(logged.join('\n')).not.toContain(new URL(link).searchParams.get('token'));
});

test('a link that is not ours says so plainly, and its form ends nothing', async ({ page, server }) => {
  const person = await signInByForms(server);
  await page.goto('/login/not-me?token=forged.1.x');
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  expect(await person.post('/login/not-me/end', { token: 'forged.1.x' })).toMatch(/^\/login\/not-me\?token=/);
  expect(await person.get('/account')).toContain(person.email);
});

test('browsers are listed and signed out one by one, or all others at once, without JavaScript', async ({
  server,
  noScript,
}) => {
  const page = await noScript.newPage();
  const email = await signIn(page, server);
  const others = [await signInByForms(server, email), await signInByForms(server, email)];
  await page.goto('/account');
  await page.getByRole('link', { name: 'Security' }).click();
  const rows = page.getByRole('region', { name: 'Browsers' }).getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('Chrome on Linux');
  await expect(rows.first()).toContainText('This browser');
  await expect(rows.first()).toContainText('With a mailed link');
  await expect(rows.last()).not.toContainText('This browser');

  const gone = await rows.last().locator('input[name="browser"]').getAttribute('value');
  await rows.last().getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('The browser is signed out')).toBeVisible();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Sign out all other browsers' }).click();
  await expect(page.getByText('All other browsers are signed out')).toBeVisible();
  await expect(rows).toHaveCount(1);
  for (const other of others) expect(await other.get('/account')).not.toContain(email);

  // A foreign one, and one that is gone, end in a notice.
  const stranger = await signInByForms(server);
  const mine = await rows.first().locator('input[name="browser"]').getAttribute('value');
  for (const browser of [mine!, gone!])
    expect(await stranger.post('/account/security/browsers/sign-out', { browser })).toBe(
      '/account/security?notice=browser_already_out',
    );
  await page.reload();
  await page.getByRole('button', { name: 'Sign out this browser' }).click();
  await expect(page).toHaveURL(`${server.url}/`);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/login/);
});

test('change of e-mail: a fresh sign-in, a link to the new address, a button; then the new one signs in, and both are told', async ({
  page,
  server,
  database,
}) => {
  const email = await signIn(page, server);
  const wanted = newAddress('new');
  await database.query(
    "UPDATE browser_sessions SET created_at = created_at - interval '11 minutes' WHERE user_id = (SELECT id FROM users WHERE email = $1)",
    [email],
  );
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Change your e-mail' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in again' })).toBeVisible();
  await signInHere(page, server, email);

  await page.getByLabel('New e-mail').fill(email);
  await page.getByRole('button', { name: 'Mail a link' }).click();
  await expect(page.getByRole('alert').first()).toContainText('This is your e-mail already');
  await page.getByLabel('New e-mail').fill(wanted);
  await page.getByRole('button', { name: 'Mail a link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your new mailbox' })).toBeVisible();
  const link = linkIn(await mailTo(server.dataDir, wanted));
  for (let i = 0; i < 2; i++) await fetch(link);
  const stranger = await signInByForms(server);
  const token = new URL(link).searchParams.get('token')!;
  expect(await stranger.post('/account/security/email/use', { token })).toBe(
    '/account/security/email?error=gone',
  );

  await page.goto(link);
  await expect(page.locator('main')).toContainText(wanted);
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('Your e-mail is changed')).toBeVisible();
  await expect(page.locator('main')).toContainText(`sign in as ${wanted}`);
  const told = await mailTo(server.dataDir, email, 'was changed');
  expect(told.text).toContain(wanted);
  expect(linkIn(told)).toContain('/login/not-me?token=');
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link does not work here' })).toBeVisible();
});
