import { createClient } from './testing/clients';
import { expect, test } from './testing/database-test';
import { signInByForms } from './testing/form-person';
import { mailTo } from './testing/mail';
import { idOf, makeAdmin } from './testing/people';
import { newAddress, signIn } from './testing/person';
import { postForm, send } from './testing/wire';

/** A person makes an API key, a script uses it, and once it is revoked nobody does. Without scripts in the browser. */
test('a key is made in the browser, used at the API, and revoked', async ({ noScript, server, database }) => {
  const page = await noScript.newPage();
  const email = await signIn(page, server, newAddress('boss'));
  await makeAdmin(database, email);
  const other = await signInByForms(server, newAddress('ada'));

  await page.goto('/account/keys');
  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
  await page.getByLabel('In 7 days').check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose at least one thing');
  await expect(page.getByRole('textbox', { name: 'Name' }), 'what was typed is there').toHaveValue(
    'Nightly report',
  );
  await expect(page.getByLabel('In 7 days')).toBeChecked();
  for (const never of ['api_keys:write', 'settings:write'])
    await expect(page.getByLabel(never)).toHaveCount(0);
  for (const scope of ['profile', 'people:read', 'sessions:write'])
    await page.getByLabel(scope).first().check();
  await page.getByRole('button', { name: 'Make the key' }).click();

  const key = ((await page.locator('code').textContent()) ?? '').trim();
  expect(key).toMatch(/^dc_key_[0-9A-Za-z]{49}$/);
  expect(page.url()).not.toContain(key);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.locator('main')).toContainText('Nightly report');
  expect(await page.content(), 'it is shown once').not.toContain(key);
  await page.goto('/account/keys/created');
  expect(page.url()).toBe(`${server.url}/account/keys`);
  expect((await mailTo(server.dataDir, email, 'An API key was made')).text).not.toContain(key);

  const headers = { authorization: `Bearer ${key}` };
  const ask = (path: string, init: RequestInit = {}) => send(server.url + path, { headers, ...init });
  expect((await ask('/oauth2/userinfo')).body).toMatchObject({ email, email_verified: true });
  const found = await ask(`/api/admin/users?search=${other.email}`);
  expect(found.body.data).toMatchObject([{ email: other.email, role: 'user' }]);
  expect((await ask('/api/admin/organizations')).status, 'not among its scopes').toBe(403);
  const session = await ask('/api/admin/sessions/00000000-0000-7000-8000-000000000000', { method: 'DELETE' });
  expect([session.status, session.body.error]).toEqual([404, 'not_found']);

  // Who is administrator no more has a key that is none.
  await database.query("UPDATE users SET role = 'user' WHERE email = $1", [email]);
  expect((await ask('/api/admin/users')).body.error).toBe('insufficient_scope');
  expect((await ask('/oauth2/userinfo')).status).toBe(200);

  await page.goto('/account/keys');
  await expect(page.locator('main')).toContainText(`${key.slice(0, 11)}…`);
  await expect(page.locator('main')).toContainText('last used');
  await page.getByRole('button', { name: 'Revoke Nightly report' }).click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(page.getByRole('status')).toContainText('The key is revoked');
  for (const path of ['/oauth2/userinfo', '/api/admin/users']) {
    const answer = await ask(path);
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token']);
  }
});

test('an organization’s key, looked up when it leaked and revoked from there; and an account that is deleted', async ({
  noScript,
  server,
  database,
}) => {
  const page = await noScript.newPage();
  const email = await signIn(page, server, newAddress('boss'));
  await makeAdmin(database, email);
  const client_id = await createClient(server, {});
  await page.goto('/admin/organizations/default/keys/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Billing');
  await page.getByLabel('introspect').check();
  await page.getByLabel('people:read').check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = ((await page.locator('code').textContent()) ?? '').trim();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByRole('heading', { name: 'API keys of' })).toBeVisible();

  const headers = { authorization: `Bearer ${key}` };
  const people = () => send(`${server.url}/api/admin/users`, { headers });
  expect((await people()).status).toBe(200);
  expect((await send(`${server.url}/api/admin/clients/${client_id}`, { headers })).status).toBe(403);

  await page.goto('/admin/tokens');
  await page.locator('input[name="token"]').fill(key);
  await page.getByRole('button', { name: 'Look up' }).click();
  expect(page.url()).not.toContain(key);
  await expect(page.locator('main')).toContainText('It is called “Billing”');
  await page.getByRole('link', { name: 'the key' }).click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(page.getByRole('status')).toContainText('The key is revoked');
  expect((await people()).status).toBe(401);

  const leaving = await signInByForms(server, newAddress('leaving'));
  const id = await idOf(database, leaving.email);
  const asked = await postForm(
    server,
    '/account/data/export',
    {},
    { cookie: leaving.cookie(), origin: server.url },
  );
  expect(asked.headers.get('content-disposition')).toBe('attachment; filename="doorcode-data.json"');
  expect(asked.body).toMatchObject({ account: { id, email: leaving.email }, devices: [], end: true });
  const confirm = '/account/data/delete/confirm';
  expect(await leaving.post(confirm, { email: 'x' })).toBe(
    '/account/data/delete?error=wrong_address&typed=x',
  );
  const before = leaving.cookie();
  expect(await leaving.post(confirm, { email: leaving.email })).toBe('/account/data/deleted');
  const answer = await fetch(`${server.url}/account`, { redirect: 'manual', headers: { cookie: before } });
  expect(answer.headers.get('location')).toBe('/login?next=%2Faccount');
  expect(await database.query('SELECT FROM users WHERE id = $1', [id])).toEqual([]);
  expect((await mailTo(server.dataDir, leaving.email, 'is deleted')).text).toContain('cannot be undone');
});
