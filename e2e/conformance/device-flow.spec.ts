import * as client from 'openid-client';
import { createClient } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { openIdClient, refusalOf, standardClient } from '../testing/oauth';
import { decide } from '../testing/person';
import { postForm } from '../testing/wire';

/** RFC 8628, as clients that nobody here wrote go through it. */

test('openid-client signs in: it asks, it waits, the person allows, it has verified tokens', async ({
  server,
  person,
}) => {
  const config = await openIdClient(server, await createClient(server, { intervalSeconds: 1 }));
  const device = await client.initiateDeviceAuthorization(config, { scope: 'openid email' });
  const waiting = client.pollDeviceAuthorizationGrant(config, device);
  await decide(person, device.user_code, 'Allow');
  const tokens = await waiting;
  expect(tokens.token_type).toBe('bearer'); // it lower-cases: RFC 6749 §5.1
  expect(tokens.claims()).toMatchObject({ iss: server.url, email_verified: true });
  const person1 = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub);
  expect(person1.email).toBe(tokens.claims()!.email);
});

test('the device answer has what §3.2 requires, and codes that differ each time', async ({ server }) => {
  const standard = await standardClient(server);
  const [one, other] = [await standard.start(), await standard.start()];
  expect(one.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  expect(one).toMatchObject({ verification_uri: `${server.url}/device`, expires_in: 600, interval: 5 });
  expect(one.verification_uri_complete).toBe(`${server.url}/device?user_code=${one.user_code}`);
  expect(one.device_code.length).toBeGreaterThanOrEqual(43);
  expect(one.device_code).not.toContain(one.user_code.replace('-', ''));
  expect([other.device_code, other.user_code]).not.toEqual([one.device_code, one.user_code]);
});

test('an undecided request is authorization_pending, also for a client that polls at once', async ({
  server,
}) => {
  const standard = await standardClient(server);
  const device = await standard.start();
  expect(await refusalOf(standard.poll(device.device_code))).toMatchObject({
    error: 'authorization_pending',
    status: 400,
  });
});

test('a client that polls too fast is told to wait 5 seconds longer, each time', async ({ server }) => {
  const standard = await standardClient(server);
  const { device_code } = await standard.start();
  const errors = [];
  for (let i = 0; i < 3; i++) errors.push(await refusalOf(standard.poll(device_code)));
  expect(errors).toMatchObject([
    { error: 'authorization_pending' },
    { error: 'slow_down', interval: 10, status: 400 },
    { error: 'slow_down', interval: 15, status: 400 },
  ]);
});

test('a decision is delivered at once, also to a client that was too fast', async ({ server, person }) => {
  const standard = await standardClient(server);
  const device = await standard.start();
  for (let i = 0; i < 2; i++) await refusalOf(standard.poll(device.device_code));
  await decide(person, device.user_code, 'Allow');
  expect((await standard.poll(device.device_code)).access_token).toBeTruthy();
});

test('a denial is access_denied, and stays so', async ({ server, person }) => {
  const standard = await standardClient(server);
  const device = await standard.start();
  await decide(person, device.user_code, 'Deny');
  for (let i = 0; i < 2; i++)
    expect(await refusalOf(standard.poll(device.device_code))).toMatchObject({
      error: 'access_denied',
      status: 400,
    });
});

test('a code past its lifetime is expired_token, and its user code works no more', async ({
  server,
  database,
  person,
}) => {
  const id = await createClient(server);
  const standard = await standardClient(server, id);
  const device = await standard.start();
  await database.query('UPDATE device_grants SET expires_at = now() WHERE client_id = $1', [id]);
  // The node is told of it in the same moment.
  await expect
    .poll(() => refusalOf(standard.poll(device.device_code)))
    .toMatchObject({ error: 'expired_token', status: 400 });
  await person.goto(device.verification_uri_complete!);
  await expect(person.getByText('That code is not right')).toBeVisible();
});

test('a code that was allowed but not fetched in time is expired_token', async ({
  server,
  database,
  person,
}) => {
  const id = await createClient(server);
  const standard = await standardClient(server, id);
  const device = await standard.start();
  await decide(person, device.user_code, 'Allow');
  await database.query('UPDATE device_grants SET expires_at = now() WHERE client_id = $1', [id]);
  expect((await refusalOf(standard.poll(device.device_code))).error).toBe('expired_token');
});

test('expires_in and interval are the client’s own', async ({ server }) => {
  const id = await createClient(server, { deviceCodeSeconds: 90, intervalSeconds: 2 });
  expect(await (await standardClient(server, id)).start()).toMatchObject({ expires_in: 90, interval: 2 });
});

test('a redeemed code is invalid_grant, and the tokens that it gave stay valid', async ({
  server,
  person,
}) => {
  const standard = await standardClient(server);
  const device = await standard.start();
  await decide(person, device.user_code, 'Allow');
  const tokens = await standard.poll(device.device_code);
  expect((await refusalOf(standard.poll(device.device_code))).error).toBe('invalid_grant');
  expect((await standard.refresh(tokens.refresh_token!)).access_token).toBeTruthy();
});

test('a redeemed code that comes again after 30 seconds ends what it gave', async ({
  server,
  database,
  person,
}) => {
  const id = await createClient(server);
  const standard = await standardClient(server, id);
  const device = await standard.start();
  await decide(person, device.user_code, 'Allow');
  const tokens = await standard.poll(device.device_code);
  await database.query(
    "UPDATE device_grants SET redeemed_at = redeemed_at - interval '31 s' WHERE client_id = $1",
    [id],
  );
  expect((await refusalOf(standard.poll(device.device_code))).error).toBe('invalid_grant');
  expect((await refusalOf(standard.refresh(tokens.refresh_token!))).error).toBe('invalid_grant');
});

test('another client’s code is invalid_grant, and is not spoiled by the try', async ({ server, person }) => {
  const standard = await standardClient(server);
  const device = await standard.start();
  await decide(person, device.user_code, 'Allow');
  const thief = await standardClient(server, await createClient(server));
  expect((await refusalOf(thief.poll(device.device_code))).error).toBe('invalid_grant');
  expect((await standard.poll(device.device_code)).access_token).toBeTruthy();
});

test('a client without the device flow is unauthorized_client, asking and polling', async ({ server }) => {
  const standard = await standardClient(server, await createClient(server, { deviceFlow: false }));
  for (const call of [() => standard.start(), () => standard.poll('x')])
    expect(await refusalOf(call())).toMatchObject({ error: 'unauthorized_client', status: 400 });
});

test('the short grant type and the alias path, which some clients carry, work alike', async ({ server }) => {
  const { body } = await postForm(server, '/oauth2/devicecode', { client_id: 'doorcode-cli' });
  const answer = await postForm(server, '/oauth2/token', {
    client_id: 'doorcode-cli',
    grant_type: 'device_code',
    device_code: String(body.device_code),
  });
  expect(answer.body.error).toBe('authorization_pending');
});
