import { decodeJwt } from 'jose';
import { createClient } from './testing/clients';
import { expect, test } from './testing/database-test';
import { standardClient } from './testing/oauth';
import { signIn, signInHere } from './testing/person';
import { newContext } from './testing/test';

/** RFC 9470: an API wants a fresh sign-in; its CLI passes that on; the person is asked for it, and nobody else is. */
test('max_age: an old sign-in is not enough, the same request goes on after a new one', async ({
  browser,
  server,
  database,
}) => {
  const context = await newContext(browser, server);
  const page = await context.newPage();
  const email = await signIn(page, server);
  await database.query("UPDATE browser_sessions SET created_at = created_at - interval '1 hour'");

  const standard = await standardClient(server, await createClient(server, { accessTokenFormat: 'jwt' }));
  const device = await standard.start({ max_age: '600' });
  await page.goto('/device');
  await page.getByLabel('Code').fill(device.user_code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in again' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Continue as/ })).toHaveCount(0);
  await expect(page.getByLabel('Email')).toHaveValue(email);

  await signInHere(page, server, email);
  await expect(page.getByText(device.user_code)).toBeVisible();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();
  const claims = decodeJwt((await standard.poll(device.device_code)).access_token);
  expect(Date.now() / 1000 - (claims.auth_time as number)).toBeLessThan(600);
  await context.close();
});

test('a fresh sign-in is not asked for again, and without max_age an old one will do', async ({
  server,
  person,
}) => {
  const standard = await standardClient(server);
  for (const parameters of [{ max_age: '86400' }, {}] as Record<string, string>[]) {
    const device = await standard.start(parameters);
    await person.goto('/device');
    await person.getByLabel('Code').fill(device.user_code);
    await person.getByRole('button', { name: 'Continue' }).click();
    await expect(person.getByRole('button', { name: 'Allow' })).toBeVisible();
  }
});

test('acr_values that nobody here can reach are refused at the request', async ({ server }) => {
  const standard = await standardClient(server);
  await expect(standard.start({ acr_values: 'urn:example:gold' })).rejects.toMatchObject({
    error: 'unmet_authentication_requirements',
  });
  await standard.start({ acr_values: 'urn:example:gold urn:doorcode:acr:1fa' });
});
