import { Webhook } from 'standardwebhooks';
import { startReceiver } from '@/lib/testing/receiver';
import { commandOf } from './testing/command';
import { test as base, expect } from './testing/database-test';
import { signInByForms } from './testing/form-person';
import { makeAdmin } from './testing/people';
import { newAddress, signIn } from './testing/person';

/** The audit log of a server that runs: sealed by itself, verified beside it, told to others. Without scripts. */
const test = base;

const verify = (environment: Record<string, string>, ...words: string[]) =>
  commandOf('verify-audit')(environment, ...words).then(
    ({ stdout }) => `0 ${stdout}`,
    ({ code, stderr }) => `${code} ${stderr}`,
  );

test('the log is sealed by itself; a row that is changed by hand is named', async ({
  server,
  database,
  environment,
}) => {
  await signInByForms(server);
  const given = { ...environment, DATA_DIR: server.dataDir };
  await expect
    .poll(() => verify(given), { timeout: 20_000 })
    .toMatch(/^0 [1-9]\d* rows? in .*; 0 newer rows are not sealed yet; head: [0-9a-f]{64}\.?$/m);
  const [, head] = /head: ([0-9a-f]{64})/.exec(await verify(given))!;
  expect(await verify(given, '--head', head!)).toMatch(/^0 /);
  expect(await verify(given, '--head', 'f'.repeat(64))).toMatch(/^1 .*the end of the log was cut off/s);
  expect(await verify(given, '--head', 'x')).toMatch(/^1 A head is 64 hexadecimal digits/);

  const [row] = await database.query<{ id: string; ip: string }>(
    "SELECT id, ip FROM audit_events WHERE action = 'person.signed_in' ORDER BY id LIMIT 1",
  );
  const setAddress = (ip: string) =>
    database.query('UPDATE audit_events SET ip = $2 WHERE id = $1', [row!.id, ip]);
  await setAddress('192.0.2.66');
  expect(await verify(given)).toMatch(
    new RegExp(`^1 Row ${row!.id} \\(person\\.signed_in, 20.*\\) was changed after it was sealed\\.`),
  );
  await setAddress(row!.ip);
  expect(await verify(given)).toMatch(/^0 /);
});

test('an administrator makes a webhook, keeps its secret, and sees that a test event has arrived', async ({
  browser,
  server,
  database,
}) => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await makeAdmin(database, await signIn(page, server, newAddress('boss')));
  const receiver = await startReceiver();
  await page.goto('/admin/webhooks/new');
  await page.getByLabel('Address').fill('http://hooks.example.com/');
  await page.getByLabel('Description').fill('Chat');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('alert')).toContainText('Use https');
  await expect(page.getByLabel('Description')).toHaveValue('Chat');
  await page.getByLabel('Address').fill(receiver.url);
  await page.getByRole('button', { name: 'Create' }).click();
  const secret = await page.locator('code', { hasText: 'whsec_' }).textContent();

  await page.getByRole('button', { name: 'Send a test event' }).click();
  await expect
    .poll(() => receiver.received.map(({ body }) => JSON.parse(body).type), { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['webhook.test', 'webhook.created']));
  const types = receiver.received.map(
    ({ body, headers }) =>
      (new Webhook(secret!).verify(body, headers as Record<string, string>) as { type: string }).type,
  );
  expect(types).toContain('webhook.test');
  // It has arrived a moment before the server has written that down.
  const arrived =
    "SELECT FROM webhook_deliveries WHERE payload->>'type' = 'webhook.test' AND delivered_at IS NOT NULL";
  await expect.poll(async () => (await database.query(arrived)).length).toBe(1);
  await page.goto(new URL(page.url()).pathname);
  await expect(page.getByRole('row', { name: /^webhook\.test / })).toContainText('Arrived');

  // What was done is in the log, and comes as a file.
  await page.goto('/admin/audit?action=webhook.');
  await expect(page.locator('tbody tr')).toHaveCount(2);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^doorcode-audit-\d{4}-\d\d-\d\d\.csv$/);
  await receiver.stop();
  await context.close();
});
