import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { createClient, secretVariables } from './testing/clients';
import { commandOf } from './testing/command';
import { test as base, expect } from './testing/database-test';
import { allowByForm, signInByForms } from './testing/form-person';
import { makeDataDir, type RunningServer, removeDataDir, startServer } from './testing/server';
import { poll, postForm, refresh, send, startDevice, userinfo } from './testing/wire';

/** Signing keys on two nodes that share a database, and a command that runs beside them. */
const test = base.extend<object, { nodes: RunningServer[] }>({
  nodes: [
    async ({ server, environment }, use) => {
      const other = await startServer({ ...environment, PUBLIC_URL: server.url });
      await use([server, other]);
      await other.stop();
    },
    { scope: 'worker' },
  ],
});

const command = commandOf('rotate-keys');
const kidOf = (jwt: unknown) => decodeProtectedHeader(String(jwt)).kid!;
const keysOf = async (node: RunningServer) =>
  ((await send(`${node.url}/oauth2/jwks`)).body.keys as { kid: string; alg: string }[]).map(({ kid }) => kid);

async function signInDevice(server: RunningServer, client_id: string) {
  const device = await startDevice(server, { client_id });
  await allowByForm(await signInByForms(server), device.user_code);
  return (await poll(server, device.device_code, { client_id })).body as Record<string, string>;
}

test('a rotation in mid-session: published first, then in use on every node, and what was signed before verifies', async ({
  server,
  nodes,
  environment,
}) => {
  const client_id = await createClient(server, { accessTokenFormat: 'jwt' });
  const keys = createRemoteJWKSet(new URL(`${server.url}/oauth2/jwks`), { cooldownDuration: 0 });
  const verify = async (token: string) => (await jwtVerify(token, keys, { issuer: server.url })).payload;
  const first = await signInDevice(server, client_id);
  await verify(first.access_token!);
  const before = await keysOf(server);

  const { stdout } = await command(environment);
  expect(stdout).toContain('They sign from');
  for (const node of nodes) expect(await keysOf(node)).toHaveLength(before.length + 3);
  const second = (await refresh(nodes[1]!, first.refresh_token!, { client_id })).body as Record<
    string,
    string
  >;
  expect(kidOf(second.access_token)).toBe(kidOf(first.access_token));

  await command(environment, '--now');
  const signed: Record<string, string>[] = [second];
  // A node reads the keys anew after two seconds.
  await expect
    .poll(
      async () => {
        for (const node of nodes)
          signed.push(
            (await refresh(node, signed.at(-1)!.refresh_token!, { client_id })).body as Record<
              string,
              string
            >,
          );
        return signed.slice(-2).every(({ access_token }) => !before.includes(kidOf(access_token)));
      },
      { timeout: 10_000, intervals: [500] },
    )
    .toBe(true);
  for (const { access_token } of [first, ...signed]) await verify(access_token!);
  for (const node of nodes) expect((await userinfo(node, signed.at(-1)!.access_token!)).status).toBe(200);
});

test('one node accepts at once what another signed with a key that it has not read yet', async ({
  server,
  nodes,
  environment,
}) => {
  const client_id = await createClient(server, { accessTokenFormat: 'jwt' });
  const first = await signInDevice(server, client_id);
  await userinfo(nodes[1]!, first.access_token!); // it has read the keys just now
  await command(environment, '--now');
  const fresh = await startServer({ ...environment, PUBLIC_URL: server.url });
  const { access_token } = (await refresh(fresh, first.refresh_token!, { client_id })).body;
  expect(kidOf(access_token)).not.toBe(kidOf(first.access_token));
  await expect
    .poll(async () => (await userinfo(nodes[1]!, String(access_token))).status, { timeout: 5_000 })
    .toBe(200);
  await fresh.stop();
});

test('--remove-old: what the old keys signed is dead here and everywhere, and its refresh token still works', async ({
  server,
  environment,
}) => {
  const client_id = await createClient(server, { accessTokenFormat: 'jwt' });
  const secret = secretVariables.CLIENT_SECRET;
  const service = await createClient(server, { secret });
  const first = await signInDevice(server, client_id);
  await command(environment, '--remove-old');
  expect(await keysOf(server)).toHaveLength(3);
  expect(await keysOf(server)).not.toContain(kidOf(first.access_token));
  const introspect = async (token: string) =>
    (await postForm(server, '/oauth2/introspection', { client_id: service, client_secret: secret, token }))
      .body.active;
  await expect.poll(() => introspect(first.access_token!), { timeout: 10_000 }).toBe(false);
  const next = (await refresh(server, first.refresh_token!, { client_id })).body as Record<string, string>;
  expect(await introspect(next.access_token!)).toBe(true);
});

test('the command says what is wrong: no server yet, a flag that it does not know', async () => {
  const DATA_DIR = await makeDataDir();
  const failure = async (...flags: string[]) =>
    command({ DATA_DIR }, ...flags).then(
      () => '',
      (error) => `${error.code} ${error.stderr}`,
    );
  expect(await failure()).toMatch(/^1 No Doorcode has run in .* yet/);
  expect(await failure('--soon')).toMatch(/^1 Unknown option '--soon'/);
  await removeDataDir(DATA_DIR);
});

test('the published keys may be kept for five minutes, half the time before a next key signs', async ({
  server,
}) => {
  const { headers } = await send(`${server.url}/oauth2/jwks`);
  expect(headers.get('cache-control')).toBe('public, max-age=300');
});
