import { expect, test } from './testing/database-test';
import { allowByForm, signInByForms } from './testing/form-person';
import { linkIn, mailTo } from './testing/mail';
import { newAddress, signIn } from './testing/person';
import { poll, refresh, startDevice, userinfo } from './testing/wire';

/** What ends by time, or by an administrator, ends at once. */

test('a link that is older than ten minutes says so, and signs nobody in', async ({
  page,
  server,
  database,
}) => {
  const email = newAddress();
  await page.goto('/login?next=/account');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  const link = linkIn(await mailTo(server.dataDir, email));
  const [row] = await database.query<{ minutes: number }>(
    'SELECT round(extract(epoch FROM expires - now()) / 60)::int AS minutes FROM sign_in_links WHERE identifier = $1',
    [email],
  );
  expect(row?.minutes).toBe(10);
  await database.query(
    "UPDATE sign_in_links SET expires = now() - interval '1 second' WHERE identifier = $1",
    [email],
  );
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').first()).toContainText('This sign-in link does not work any more');
  await page.goto('/account');
  await expect(page).toHaveURL(/\/login\?next=%2Faccount/);
});

test('a browser session ends when its time is over', async ({ page, server, database }) => {
  const email = await signIn(page, server);
  await database.query(
    "UPDATE browser_sessions SET expires = now() - interval '1 second' WHERE user_id = (SELECT id FROM users WHERE email = $1)",
    [email],
  );
  await page.goto('/account');
  await expect(page).toHaveURL(/\/login/);
});

test('a disabled person is out everywhere at the next call, and learns why by mail', async ({
  server,
  database,
}) => {
  const person = await signInByForms(server);
  const device = await startDevice(server);
  await allowByForm(person, device.user_code);
  const tokens = (await poll(server, device.device_code)).body as Record<string, string>;
  await database.query('UPDATE users SET disabled_at = now() WHERE email = $1', [person.email]);
  expect(await person.post('/account/devices/sign-out-all', {})).toMatch(/^\/login/);
  expect((await userinfo(server, tokens.access_token!)).status).toBe(401);
  expect((await refresh(server, tokens.refresh_token!)).body.error).toBe('invalid_grant');
  const next = '/account';
  await person.post('/login/email', { email: person.email, next });
  await expect
    .poll(async () => (await mailTo(server.dataDir, person.email)).text)
    .toContain('This account is disabled');
});
