import { expect, test } from './testing/database-test';
import { allowByForm, signInByForms } from './testing/form-person';
import { makeAdmin } from './testing/people';
import { newAddress, signIn } from './testing/person';
import { poll, refresh, startDevice, userinfo } from './testing/wire';

/** Which machines are signed in as this person, who allowed that, from where, and end it now. Without scripts. */
test('an administrator finds a device by its person, reads its history and revokes it: its next call fails', async ({
  noScript,
  server,
  database,
}) => {
  const page = await noScript.newPage();
  await makeAdmin(database, await signIn(page, server, newAddress('boss')));
  const grace = await signInByForms(server, newAddress('grace'));
  const connect = async (device_name: string) => {
    const device = await startDevice(server, { device_name });
    await allowByForm(grace, device.user_code);
    return (await poll(server, device.device_code)).body as Record<string, string>;
  };
  const [lost, kept] = [await connect('Lost laptop'), await connect('Build machine')];

  await page.goto('/admin/sessions');
  await page.getByRole('searchbox', { name: 'Person' }).fill(grace.email.slice(0, -4));
  await page.getByRole('button', { name: 'Search' }).click();
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(page.locator('main')).toContainText(`Live sessions, of ${grace.email}.`);
  await page.getByRole('link', { name: 'Lost laptop' }).click();
  const main = page.locator('main');
  for (const words of [
    grace.email,
    'Doorcode CLI',
    'Asked from',
    'Allowed from',
    'amr email',
    'claimed by the device',
  ])
    await expect(main).toContainText(words, { ignoreCase: true });
  const history = page
    .getByRole('listitem')
    .filter({ hasText: /allowed a device to sign in|is signed in on a device/ });
  await expect(history.first()).toContainText(grace.email);
  await expect(history).toHaveCount(2);

  await page.getByRole('link', { name: 'Revoke' }).click();
  await expect(main).toContainText('It cannot be undone.');
  expect((await userinfo(server, lost.access_token!)).status).toBe(200);
  await page.getByRole('button', { name: 'Revoke' }).click();
  expect((await userinfo(server, lost.access_token!)).status).toBe(401);
  expect((await refresh(server, lost.refresh_token!)).body.error).toBe('invalid_grant');
  expect((await userinfo(server, kept.access_token!)).status).toBe(200);
  await expect(page.getByRole('status').first()).toContainText('The session is revoked');
  await expect(main).toContainText('An administrator revoked it.');

  // The rest of this person's, chosen in the list; and then all of a filter, of which nothing is left.
  await page.goto(`/admin/sessions?user=${encodeURIComponent(grace.email)}`);
  await page.getByLabel('Sort').selectOption('Last used, longest ago first');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('button', { name: 'Revoke selected' }).click();
  await expect(main).toContainText('Nothing was selected');
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({
    user: grace.email,
    sort: 'used_ascending',
  });
  await rows.getByRole('checkbox', { name: 'Select Build machine' }).check();
  await page.getByRole('button', { name: 'Revoke selected' }).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No session was found')).toBeVisible();
  expect((await userinfo(server, kept.access_token!)).status).toBe(401);
});

test('all sessions of a filter end at once, and the page tells how many', async ({
  noScript,
  server,
  database,
}) => {
  const page = await noScript.newPage();
  await makeAdmin(database, await signIn(page, server, newAddress('boss')));
  const ada = await signInByForms(server, newAddress('ada'));
  const device = await startDevice(server);
  await allowByForm(ada, device.user_code);
  const { access_token } = (await poll(server, device.device_code)).body as Record<string, string>;
  await page.goto(`/admin/sessions?user=${encodeURIComponent(ada.email)}`);
  await page.getByRole('link', { name: 'Revoke all of these' }).click();
  await expect(page.getByRole('heading', { name: 'Revoke 1 session?' })).toBeVisible();
  await expect(page.locator('main')).toContainText(`Live sessions, of ${ada.email}.`);
  await page.getByRole('button', { name: 'Revoke 1 session' }).click();
  await expect(page.getByRole('status')).toContainText('1 session was ended');
  expect((await userinfo(server, access_token!)).status).toBe(401);
});
