import * as oauth from 'oauth4webapi';
import { createClient, secretVariables } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { refusalOf, standardClient } from '../testing/oauth';
import { decide } from '../testing/person';
import { deviceCodeGrant, postForm, send } from '../testing/wire';

/** RFC 6749 §2.3: a confidential client proves itself at every endpoint. The secret has what form-encoding changes. */
const { CLIENT_SECRET: secret, NEXT_CLIENT_SECRET: nextSecret } = secretVariables;

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const formEncoded = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
const start = '/oauth2/device_authorization';

const methods = [
  ['client_secret_basic', oauth.ClientSecretBasic],
  ['client_secret_post', oauth.ClientSecretPost],
] as const;

for (const [name, authentication] of methods)
  test(`${name} takes a standard client through the whole flow`, async ({ server, person }) => {
    const standard = await standardClient(
      server,
      await createClient(server, { secret }),
      authentication(secret),
    );
    const device = await standard.start();
    await decide(person, device.user_code, 'Allow');
    const tokens = await standard.poll(device.device_code);
    const next = await standard.refresh(tokens.refresh_token!);
    await standard.revoke(next.refresh_token!);
    expect((await refusalOf(standard.refresh(next.refresh_token!))).error).toBe('invalid_grant');
  });

for (const [name, encode] of [
  ['raw', (text: string) => text],
  ['form-encoded (§2.3.1)', formEncoded],
  ['percent-encoded', encodeURIComponent],
] as const)
  test(`Basic works ${name}`, async ({ server }) => {
    const id = await createClient(server, { secret });
    const answer = await postForm(server, start, {}, basic(`${encode(id)}:${encode(secret)}`));
    expect(answer.status).toBe(200);
  });

test('Basic works with an escaped dash in the id, which some clients send', async ({ server }) => {
  expect((await postForm(server, start, {}, basic('doorcode%2Dcli:'))).status).toBe(200);
});

test('a public client may send Basic with an empty secret, or an empty client_secret', async ({ server }) => {
  expect((await postForm(server, start, {}, basic('doorcode-cli:'))).status).toBe(200);
  expect((await postForm(server, start, { client_id: 'doorcode-cli', client_secret: '' })).status).toBe(200);
});

test('a wrong secret in Basic is 401 with a Basic challenge', async ({ server }) => {
  const id = await createClient(server, { secret });
  for (const path of [start, '/oauth2/token', '/oauth2/revoke'])
    for (const header of [basic(`${id}:wrong`), basic(`${id}:`), basic('nobody:x'), basic('no colon')]) {
      const answer = await postForm(server, path, { grant_type: deviceCodeGrant, token: 'x' }, header);
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
    }
});

test('a wrong or missing secret in the body is 400 without a challenge', async ({ server }) => {
  const client_id = await createClient(server, { secret });
  for (const fields of [{}, { client_secret: '' }, { client_secret: 'wrong' }]) {
    const answer = await postForm(server, start, { client_id, ...fields } as Record<string, string>);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_client']);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  }
});

test('a Basic header that is no Base64 of id:secret is 401 with a challenge', async ({ server }) => {
  for (const authorization of ['Basic', 'Basic %%%', 'Basic OnNlY3JldA==', 'basic !', 'BASIC AAAA']) {
    const answer = await postForm(server, start, {}, { authorization });
    expect([authorization, answer.status, answer.body.error]).toEqual([authorization, 401, 'invalid_client']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  }
});

test('two ways of authentication at once are invalid_request', async ({ server }) => {
  const client_id = await createClient(server, { secret });
  for (const fields of [{ client_id, client_secret: secret }, { client_secret: secret }])
    expect(
      (await postForm(server, start, fields as Record<string, string>, basic(`${client_id}:${secret}`))).body
        .error,
    ).toBe('invalid_request');
});

test('a client_id that agrees with Basic is fine, another one is invalid_request', async ({ server }) => {
  const client_id = await createClient(server, { secret });
  const header = basic(`${client_id}:${secret}`);
  expect((await postForm(server, start, { client_id }, header)).status).toBe(200);
  const other = await postForm(server, start, { client_id: 'doorcode-cli' }, header);
  expect([other.status, other.body.error]).toEqual([400, 'invalid_request']);
});

test('of two secrets each works, and an expired one does not', async ({ server, database }) => {
  const client_id = await createClient(server, { secrets: [secret, nextSecret] });
  const ask = async (client_secret: string) =>
    (await postForm(server, start, { client_id, client_secret })).status;
  expect([await ask(secret), await ask(nextSecret)]).toEqual([200, 200]);
  await database.query(
    'UPDATE client_secrets SET expires_at = now() WHERE client_id = $1 AND hash = sha256($2)',
    [client_id, Buffer.from(secret)],
  );
  expect([await ask(secret), await ask(nextSecret)]).toEqual([400, 200]);
  await database.query('UPDATE client_secrets SET expires_at = now() WHERE client_id = $1', [client_id]);
  expect((await postForm(server, start, { client_id })).body.error).toBe('invalid_client'); // not public by that
});

test('a disabled client is invalid_client', async ({ server, database }) => {
  const client_id = await createClient(server);
  await database.query('UPDATE clients SET disabled_at = now() WHERE id = $1', [client_id]);
  expect((await postForm(server, start, { client_id })).body.error).toBe('invalid_client');
});

test('credentials in the URL count for nothing', async ({ server }) => {
  const client_id = await createClient(server, { secret });
  const query = new URLSearchParams({ client_id, client_secret: secret });
  const answer = await send(`${server.url}${start}?${query}`, {
    method: 'POST',
    body: new URLSearchParams(),
  });
  expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
});
