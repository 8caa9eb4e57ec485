import { createHash, randomBytes } from 'node:crypto';
import {
  GenericServerException,
  NotFoundException,
  OauthException,
  UnauthorizedException,
  UnprocessableEntityException,
  WorkOS,
} from '@workos-inc/node';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { formatApiKey } from '@/lib/tokens/format';
import { createClient } from '../testing/clients';
import type { Database } from '../testing/database';
import { expect, test } from '../testing/database-test';
import { makeAdmin } from '../testing/people';
import { decide } from '../testing/person';
import type { RunningServer } from '../testing/server';
import { send } from '../testing/wire';

/**
 * What WorkOS's documentation has its users write for a command line (there is no method of the SDK for it), and the SDK
 * as it comes for all that follows.
 */

/** The client's preset; whoever waits for a person here waits a second. */
const createWorkOsClient = (server: RunningServer, intervalSeconds = 5) =>
  createClient(server, {
    ...{ deviceCodeSeconds: 300, intervalSeconds, accessTokenLifetimeSeconds: 300 },
    ...{ accessTokenFormat: 'jwt', accessTokenSigningAlg: 'RS256', accessTokenClaims: 'workos' },
  });

const post = (server: RunningServer, path: string, body: Record<string, string>) =>
  fetch(`${server.url}/user_management/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(body),
  });

type Device = { device_code: string; user_code: string; expires_in: number; interval: number };
const authorizeDevice = async (server: RunningServer, client_id: string): Promise<Device> =>
  (await post(server, 'authorize/device', { client_id })).json();

const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function pollForTokens(server: RunningServer, client_id: string, device: Device) {
  let { interval } = device;
  const timeout = AbortSignal.timeout(device.expires_in * 1000);
  while (!timeout.aborted) {
    const { device_code } = device;
    const response = await post(server, 'authenticate', { grant_type, device_code, client_id });
    const data = await response.json();
    if (response.ok) return data;
    switch (data.error) {
      case 'authorization_pending':
        await sleep(interval);
        break;
      case 'slow_down':
        interval += 1;
        await sleep(interval);
        break;
      default:
        throw new Error(`Authorization failed: ${data.error}`);
    }
  }
  throw new Error('Authorization timed out');
}

const optionsFor = (server: RunningServer, clientId: string) => ({
  ...{ apiHostname: 'localhost', port: Number(new URL(server.url).port), https: false, clientId },
});

/** An API key of a person or an organization, by id. */
async function giveKey(database: Database, owner: string, scopes: string[]): Promise<string> {
  const key = formatApiKey(randomBytes(32));
  await database.query(
    `INSERT INTO api_keys (id, hash, name, user_id, organization_id, scopes, managed_by_file, created_at)
     SELECT gen_random_uuid(), $1::bytea, 'SDK', (SELECT id FROM users WHERE id = $2::uuid),
            (SELECT id FROM organizations WHERE id = $2::uuid), $3::text[], false, now()`,
    [createHash('sha256').update(key).digest(), owner, scopes],
  );
  return key;
}

const thrown = (call: Promise<unknown>) =>
  call.then(
    () => expect(null, 'it was not refused').toBeTruthy(),
    (error: unknown) => error,
  );

test('the sample signs in, and WorkOS’s SDK goes on from there', async ({ server, database, person }) => {
  const clientId = await createWorkOsClient(server, 1);
  const signIn = async () => {
    const device = await authorizeDevice(server, clientId);
    const waiting = pollForTokens(server, clientId, device);
    await decide(person, device.user_code, 'Allow');
    return waiting;
  };
  const tokens = await signIn();
  expect(tokens).toMatchObject({ authentication_method: 'MagicAuth', token_type: 'Bearer' });

  // A command line: no API key.
  const publicly = new WorkOS(optionsFor(server, clientId)).userManagement;
  const next = await publicly.authenticateWithRefreshToken({ refreshToken: tokens.refresh_token });
  const { user, organizationId } = next;
  expect(user).toMatchObject({ object: 'user', email: tokens.user.email, externalId: null, metadata: {} });
  expect(next).toMatchObject({ organizationId: tokens.organization_id, authenticationMethod: 'MagicAuth' });

  // A server: with one, and what AuthKit makes of it.
  await makeAdmin(database, user.email);
  const key = await giveKey(database, user.id, ['people:read', 'sessions:read', 'sessions:write']);
  const workos = new WorkOS(key, optionsFor(server, clientId)).userManagement;
  const cookiePassword = 'a password of thirty-two letters';
  const sealed = await workos.authenticateWithRefreshToken({
    ...{ refreshToken: next.refreshToken, organizationId: organizationId! },
    session: { sealSession: true, cookiePassword },
  });
  const session = workos.loadSealedSession({ sessionData: sealed.sealedSession!, cookiePassword });
  const known = await session.authenticate();
  expect(known).toMatchObject({ authenticated: true, organizationId, role: 'member', permissions: [] });
  const refreshed = await session.refresh();
  expect(refreshed).toMatchObject({ authenticated: true, organizationId });
  const { payload } = await jwtVerify(
    sealed.accessToken,
    createRemoteJWKSet(new URL(workos.getJwksUrl(clientId))),
    { issuer: server.url, subject: user.id, algorithms: ['RS256'] },
  );
  expect(payload).toMatchObject({ org_id: organizationId, jti: expect.any(String), sid: expect.any(String) });

  const { lastSignInAt: _later, updatedAt: _too, ...same } = user;
  expect(await workos.getUser(user.id)).toMatchObject(same);
  await database.query(
    `INSERT INTO users (id, email, created_at) SELECT gen_random_uuid(), 'many-' || n || '@example.com', now() - n * interval '1 s'
       FROM generate_series(1, 130) n`,
  );
  const [count] = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM users');
  const all = await (await workos.listUsers()).autoPagination();
  expect(new Set(all.map(({ id }) => id)).size).toBe(count!.n);
  expect(all).toHaveLength(count!.n);
  const first = await workos.listUsers({ limit: 2, order: 'asc' });
  const back = await workos.listUsers({ order: 'asc', before: all.at(-3)!.id });
  expect(back.data.map(({ id }) => id)).toEqual(first.data.map(({ id }) => id));
  expect((await workos.listUsers({ email: user.email })).data).toMatchObject([{ id: user.id }]);
  expect((await workos.listUsers({ organizationId: organizationId!, limit: 1 })).data).toHaveLength(1);

  // Signed out in the browser, which comes back.
  const out = await session.getLogoutUrl({ returnTo: `${server.url}/account` });
  await person.goto(out);
  expect(person.url()).toBe(`${server.url}/account`);
  expect(await session.refresh()).toEqual({ authenticated: false, reason: 'invalid_grant' });

  // Revoked by an administrator.
  const other = await signIn();
  const sessions = await workos.listSessions(user.id);
  const [newest, before] = await sessions.autoPagination();
  expect([newest!.status, before!.status]).toEqual(['active', 'revoked']);
  expect(sessions.data[0]).toMatchObject({ userId: user.id, authMethod: 'magic_code', organizationId });
  await workos.revokeSession({ sessionId: sessions.data[0]!.id });
  expect((await workos.listSessions(user.id, { limit: 1 })).data).toMatchObject([
    { status: 'revoked', endedAt: expect.any(String) },
  ]);

  // What its exceptions are made of.
  const refused = await thrown(publicly.authenticateWithRefreshToken({ refreshToken: other.refresh_token }));
  expect(refused).toBeInstanceOf(OauthException);
  expect(refused).toMatchObject({
    status: 400,
    error: 'invalid_grant',
    errorDescription: expect.any(String),
  });
  const nobody = '019b0000-0000-7000-8000-000000000000';
  const missing = await thrown(workos.getUser(nobody));
  expect(missing).toBeInstanceOf(NotFoundException);
  expect(missing).toMatchObject({ code: 'entity_not_found', message: expect.stringContaining(nobody) });
  expect(await thrown(workos.revokeSession({ sessionId: nobody }))).toBeInstanceOf(NotFoundException);
  const unusable = await thrown(workos.listUsers({ limit: 500 }));
  expect(unusable).toBeInstanceOf(UnprocessableEntityException);
  expect(unusable).toMatchObject({ message: expect.stringContaining('invalid_limit') });
  const unknown = new WorkOS('sk_test', optionsFor(server, clientId)).userManagement;
  expect(await thrown(unknown.getUser(user.id))).toBeInstanceOf(UnauthorizedException);
  const small = await giveKey(database, organizationId!, ['introspect']);
  const forbidden = await thrown(new WorkOS(small, optionsFor(server, clientId)).userManagement.listUsers());
  expect(forbidden).toBeInstanceOf(GenericServerException);
  expect(forbidden).toMatchObject({ status: 403, message: expect.stringContaining('people:read') });
});

test('the sample fails in the right way', async ({ server, database, person }) => {
  const clientId = await createWorkOsClient(server);
  const poll = async (fields: Record<string, string>, client_id = clientId) => {
    const response = await post(server, 'authenticate', { grant_type, client_id, ...fields });
    return [response.status, (await response.json()).error];
  };
  const device = await authorizeDevice(server, clientId);
  const { device_code } = device;
  expect(await poll({ device_code })).toEqual([400, 'authorization_pending']);
  expect(await poll({ device_code })).toEqual([400, 'slow_down']);
  const other = await createWorkOsClient(server);
  expect(await poll({ device_code }, other)).toEqual([400, 'invalid_grant']);
  await decide(person, device.user_code, 'Allow');
  expect(await poll({ device_code })).toEqual([200, undefined]);
  expect(await poll({ device_code }), 'a replay').toEqual([400, 'invalid_grant']);

  const denied = await authorizeDevice(server, clientId);
  await decide(person, denied.user_code, 'Deny');
  await expect(pollForTokens(server, clientId, denied)).rejects.toThrow('access_denied');
  const expired = await authorizeDevice(server, clientId);
  await database.query('UPDATE device_grants SET expires_at = now() WHERE client_id = $1', [clientId]);
  await expect(pollForTokens(server, clientId, expired)).rejects.toThrow('expired_token');

  expect(await poll({ device_code: 'unknown' })).toEqual([400, 'invalid_grant']);
  expect(await poll({}, 'nobody')).toEqual([400, 'invalid_client']);
  expect(await poll({})).toEqual([400, 'invalid_request']);
  expect(await poll({ grant_type: '' })).toEqual([400, 'invalid_request']);
  const text = { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } };
  expect((await send(`${server.url}/user_management/authenticate`, text)).status).toBe(415);
});
