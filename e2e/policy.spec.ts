import { declareOrganization } from './testing/clients';
import { expect, test } from './testing/database-test';
import { enterByForm, signInByForms } from './testing/form-person';
import { makeAdmin } from './testing/people';
import { signIn } from './testing/person';
import type { RunningServer } from './testing/server';
import { newContext } from './testing/test';
import { poll, postForm, startDevice } from './testing/wire';

/** Must people have a second factor? An organization says so, in CLIENTS_FILE or through an administrator. */
const policy = (second_factor: string, second_factor_grace_days = 30) => ({
  ...{ slug: 'default', name: 'Acme', second_factor, second_factor_grace_days },
});
const day = (inDays: number) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.now() + inDays * 86_400_000,
  );
const leadsTo = async (server: RunningServer, path: string, cookie: string) => {
  const answer = await fetch(server.url + path, { redirect: 'manual', headers: { cookie } });
  return new URL(answer.headers.get('location') ?? '', server.url);
};

test('an organization comes to require a second factor: people are told in time, and then get no further', async ({
  browser,
  server,
  database,
}) => {
  const context = await newContext(browser, server);
  const page = await context.newPage();
  const email = await signIn(page, server);
  const asked = page.getByText('Acme asks for a second factor from');
  await page.goto('/account');
  await expect(asked).toHaveCount(0);

  expect(await declareOrganization(server, policy('required'))).toContain('1 changed');
  for (const path of ['/account', '/device']) {
    await page.goto(path);
    await expect(asked).toContainText(day(30));
    await expect(page.getByRole('link', { name: 'Set one up now' })).toHaveAttribute(
      'href',
      `/login/mfa/set-up?${new URLSearchParams({ next: path })}`,
    );
  }
  // It waits below the question, and whoever has time may still answer that.
  await page.getByLabel('Code').fill((await startDevice(server)).user_code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  const main = await page.locator('main').textContent();
  expect(main).toMatch(/Did somebody send you this code\?.*DenyAllow.*Acme asks for/);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  expect(await declareOrganization(server, policy('required'))).toContain('nothing changed');

  // Another browser, whose request still waits when the time is over.
  const late = await signInByForms(server, email);
  const device = await startDevice(server);
  const entered = await enterByForm(late, device.user_code);
  await database.query(
    "UPDATE organizations SET second_factor_required_since = now() - interval '31 days' WHERE slug = 'default'",
  );
  await database.query("UPDATE memberships SET created_at = now() - interval '40 days'");
  const confirm = `/device/confirm?${new URLSearchParams({ request: entered.request })}`;
  for (const path of ['/', '/account', '/account/security', '/device', confirm, '/admin/users'])
    expect((await leadsTo(server, path, late.cookie())).pathname, path).toBe('/login/mfa/set-up');
  await page.goto('/account');
  expect(page.url()).toBe(`${server.url}/login/mfa/set-up?next=%2Faccount`);

  const headers = { cookie: late.cookie(), origin: server.url };
  for (const decision of ['allow', 'deny']) {
    const answer = await postForm(server, '/device/decide', { ...entered, decision }, headers);
    expect(answer.headers.get('location')).toBe('/login/mfa/set-up?next=%2Fdevice');
  }
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');

  await declareOrganization(server, policy('optional'));
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Your devices' })).toBeVisible();
  await context.close();
});

test('an administrator decides about an organization that no file declares', async ({
  noScript,
  server,
  database,
}) => {
  const page = await noScript.newPage();
  const email = await signIn(page, server);
  await makeAdmin(database, email);
  await declareOrganization(server, { slug: 'acme', name: 'Acme', second_factor: 'required' });
  await page.goto('/admin/organizations');
  const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Acme' }) });
  await expect(row.filter({ hasText: 'Managed by file' })).toContainText('second factor required');
  await page.goto('/admin/organizations/acme');
  await expect(page.locator('main')).toContainText('Managed by CLIENTS_FILE');
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);

  await page.goto('/admin/organizations/default');
  const main = page.locator('main');
  await expect(main).toContainText('second factor yet. If you require it today with 30 days');
  await page.getByLabel('Required').check();
  await page.getByLabel('Days to set one up').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Saved');
  await expect(main).toContainText(`must have one by ${day(3)}`);
  await expect(page.getByLabel('Required')).toBeChecked();
  await expect(page.getByText('Acme asks for a second factor from'), 'the administrator, too').toContainText(
    day(3),
  );

  const headers = {
    origin: server.url,
    cookie: (await noScript.cookies()).map(({ name, value }) => `${name}=${value}`).join('; '),
  };
  const fields = { organization: 'default', second_factor: 'off', second_factor_grace_days: '91' };
  const refused = await postForm(server, '/admin/organizations/policy/change', fields, headers);
  await page.goto(refused.headers.get('location')!);
  await expect(page.getByRole('alert')).toContainText('from 0 to 90');
  await expect(page.getByLabel('Not offered')).toBeChecked();
  await page.goto('/admin/organizations/default?second_factor=off');
  await expect(page.getByRole('status'), 'what a step on the way brought back').toContainText(
    'Not saved yet.',
  );
  const changes = await database.query<{ detail: object }>(
    `SELECT e.detail->'changes' AS detail FROM audit_events e JOIN users u ON u.id::text = e.actor_id
      WHERE u.email = $1 AND e.action = 'organization.changed'`,
    [email],
  );
  expect(changes).toEqual([
    {
      detail: {
        secondFactor: { from: 'optional', to: 'required' },
        secondFactorGraceDays: { from: 30, to: 3 },
      },
    },
  ]);
});
