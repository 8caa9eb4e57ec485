import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { presetProfile } from '@/lib/clients/presets';
import { createClient } from '../testing/clients';
import { gitHubUser } from '../testing/fake-github';
import { test as base, expect } from '../testing/github-test';
import { idOf, makeAdmin } from '../testing/people';
import { newAddress, signIn } from '../testing/person';
import type { RunningServer } from '../testing/server';
import { deviceCodeGrant } from '../testing/wire';

/** AuthOS's programs: what its SDK sends, which has no package to install, and an activation page of somebody's own. */

const test = base.extend<{ activation: Activation }>({
  activation: async ({ server }, use) => {
    const activation = await startActivationPage(server);
    await use(activation);
    await activation.stop();
  },
});

type Activation = Awaited<ReturnType<typeof startActivationPage>>;

/** A page on an origin of its own: it asks whose a code is, and leads to the provider that is chosen. */
async function startActivationPage({ url: api }: RunningServer) {
  const html = `<!doctype html><title>Activate</title>
<form><input aria-label="Code" name="code"><button>Continue</button></form><output></output>
<script>
  document.forms[0].onsubmit = async (event) => {
    event.preventDefault();
    const user_code = document.forms[0].code.value;
    const answer = await fetch('${api}/auth/device/verify', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user_code }),
    });
    const said = await answer.json();
    const out = document.querySelector('output');
    if (!answer.ok) { out.textContent = said.error_code + ': ' + said.error; return; }
    out.textContent = said.service_slug + ' of ' + said.org_slug;
    for (const provider of said.available_providers) {
      const query = new URLSearchParams({ org: said.org_slug, service: said.service_slug, user_code });
      const button = document.createElement('button');
      button.textContent = 'Sign in with ' + provider;
      button.onclick = () => { location.href = '${api}/auth/' + provider + '?' + query; };
      document.body.append(button);
    }
  };
</script>`;
  const page = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  }).listen(0, '127.0.0.1');
  await once(page, 'listening');
  return {
    url: `http://127.0.0.1:${(page.address() as AddressInfo).port}/activate`,
    stop: () => new Promise<void>((done) => page.close(() => done()).closeAllConnections()),
  };
}

type Sent = { token?: string; body?: object };

/** As its SDK calls: always with the type of JSON; an error is one where all of these three are there. */
const sdkOf =
  (server: RunningServer) =>
  async (method: string, path: string, { token, body }: Sent = {}) => {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const said = await answer.json();
    if (answer.ok) return said;
    expect(said.error_code && said.error && said.timestamp).toBeTruthy();
    return { failed: answer.status, code: said.error_code };
  };

test('a service’s own activation page leads a stranger through GitHub; the token is used, administers, and is given back', async ({
  page,
  server,
  database,
  github,
  activation,
}) => {
  const sdk = sdkOf(server);
  const client_id = await createClient(server, {
    ...presetProfile('authos'),
    ...{ name: 'Acme CLI', service: 'acme-cli', activationUri: activation.url, intervalSeconds: 1 },
  });
  const device = await sdk('POST', '/auth/device/code', {
    body: { client_id, org: 'default', service: 'acme-cli' },
  });
  expect(device).toMatchObject({ verification_uri: activation.url, expires_in: 900, interval: 1 });
  const grant = { grant_type: deviceCodeGrant, device_code: device.device_code, client_id };
  const poll = () => sdk('POST', '/auth/token', { body: grant });
  expect(await poll()).toEqual({ failed: 400, code: 'DEVICE_CODE_PENDING' });

  await page.goto(device.verification_uri);
  await page.getByLabel('Code').fill('BCDF-GHJK');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('status')).toContainText('BAD_REQUEST: Invalid user code');
  await page.getByLabel('Code').fill(device.user_code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('status')).toHaveText('acme-cli of default');
  const email = newAddress('octo');
  github.be(gitHubUser(email));
  await page.getByRole('button', { name: 'Sign in with github' }).click();
  await page.getByRole('button', { name: 'Continue with GitHub' }).click();
  await page.getByRole('button', { name: 'Authorize' }).click();
  await expect(page.locator('main')).toContainText(device.user_code);
  await database.query("UPDATE memberships SET role = 'admin' WHERE user_id = $1", [
    await idOf(database, email),
  ]);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();

  const tokens = await poll();
  expect(Object.keys(tokens).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
  const token = tokens.access_token;
  const me = await sdk('GET', '/api/user', { token });
  expect(me).toMatchObject({ email, org: 'default', service: 'acme-cli', is_platform_owner: false });

  const users = '/api/organizations/default/users';
  const listed = await sdk('GET', `${users}?page=1&limit=10`, { token });
  expect(listed).toMatchObject({ page: 1, limit: 10 });
  expect(listed.users[0]).toMatchObject({ user: { id: me.id }, identities: [{ provider: 'github' }] });
  expect(await sdk('GET', `${users}/${me.id}`, { token })).toMatchObject({ session_count: 1 });
  expect(await sdk('GET', '/api/organizations/nobodys/users', { token })).toEqual({
    ...{ failed: 403, code: 'FORBIDDEN' },
  });

  expect(await sdk('POST', '/api/auth/logout', { token })).toEqual({ message: expect.any(String) });
  expect(await sdk('GET', users, { token })).toEqual({ failed: 401, code: 'TOKEN_EXPIRED' });
});

test('the CLI of the whole server’s administrators signs one in, until they are none', async ({
  page,
  server,
  database,
}) => {
  const sdk = sdkOf(server);
  const client_id = 'platform-admin-cli';
  const device = await sdk('POST', '/auth/device/code', {
    body: { client_id, org: 'platform', service: 'admin-cli' },
  });
  expect(device.verification_uri).toBe(`${server.url}/activate`);
  const email = await signIn(page, server);
  await page.goto(device.verification_uri);
  const enter = async () => {
    await page.getByLabel('Code').fill(device.user_code);
    await page.getByRole('button', { name: 'Continue' }).click();
  };
  await enter();
  await expect(page.getByRole('button', { name: 'Deny' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Allow' })).toHaveCount(0);
  await makeAdmin(database, email);
  await page.goto(device.verification_uri);
  await enter();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText('You can return to your device')).toBeVisible();

  const { access_token: token } = await sdk('POST', '/auth/token', {
    body: { grant_type: deviceCodeGrant, device_code: device.device_code, client_id },
  });
  expect(await sdk('GET', '/api/user', { token })).toMatchObject({ email, is_platform_owner: true });
  expect((await sdk('GET', '/api/organizations/default/users', { token })).total).toBeGreaterThan(0);
  await database.query("UPDATE users SET role = 'user' WHERE email = $1", [email]);
  expect(await sdk('GET', '/api/user', { token })).toEqual({ failed: 401, code: 'TOKEN_EXPIRED' });
});
