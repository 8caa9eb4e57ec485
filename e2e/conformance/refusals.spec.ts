import { expect, test } from '../testing/database-test';
import type { RunningServer } from '../testing/server';
import { type Answer, clientEndpoints, deviceCodeGrant, postForm, send } from '../testing/wire';

/** security.md, "Input", against the front door. What is refused is refused with an answer that a program can read. */

const start = '/oauth2/device_authorization';
const posts = clientEndpoints;
const form = 'application/x-www-form-urlencoded';

const post = (server: RunningServer, path: string, body: string | Buffer, type = form): Promise<Answer> =>
  send(server.url + path, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: { 'content-type': type },
  });

const refused = (answer: Answer) => [answer.status, answer.body.error];

test('a repeated parameter is invalid_request, known or unknown, empty or not', async ({ server }) => {
  const repeated = ['client_id=doorcode-cli', 'scope=&scope=openid', 'x=1&x=1', 'grant_type=a&grant_type=b'];
  for (const path of posts)
    for (const twice of repeated)
      expect(
        refused(await post(server, path, `client_id=doorcode-cli&${twice}`)),
        `${path} ${twice}`,
      ).toEqual([400, 'invalid_request']);
});

test('an empty parameter is an absent one', async ({ server }) => {
  expect(
    (await post(server, start, 'client_id=doorcode-cli&scope=&device_name=&client_secret=')).status,
  ).toBe(200);
  for (const path of posts)
    expect(refused(await post(server, path, 'client_id='))).toEqual([400, 'invalid_request']);
  expect(refused(await post(server, '/oauth2/token', 'client_id=doorcode-cli&grant_type='))).toEqual([
    400,
    'invalid_request',
  ]);
});

test('an unknown parameter is ignored, whatever it is called', async ({ server }) => {
  const odd = 'foo=bar&__proto__=x&constructor=y&toString=z&hasOwnProperty=&audience=https://a';
  expect((await post(server, start, `client_id=doorcode-cli&${odd}`)).status).toBe(200);
  const json =
    '{"client_id":"doorcode-cli","__proto__":"x","constructor":"y","toString":1,"x":true,"y":null}';
  expect((await post(server, start, json, 'application/json')).status).toBe(200);
});

test('an unescaped urn and literal spaces in a form are read as they are meant', async ({ server }) => {
  const device = await post(server, start, 'client_id=doorcode-cli&scope=openid email');
  expect(device.status).toBe(200);
  const polled = await post(
    server,
    '/oauth2/token',
    `client_id=doorcode-cli&grant_type=${deviceCodeGrant}&device_code=${device.body.device_code}`,
  );
  expect(polled.body.error).toBe('authorization_pending');
});

test('a JSON body works as a form does', async ({ server }) => {
  const device = await post(
    server,
    start,
    '{"client_id":"doorcode-cli","scope":null}',
    'application/json; charset=utf-8',
  );
  expect(device.status).toBe(200);
  const { device_code } = device.body;
  const poll = { client_id: 'doorcode-cli', grant_type: deviceCodeGrant, device_code };
  expect(refused(await post(server, '/oauth2/token', JSON.stringify(poll), 'Application/JSON'))).toEqual([
    400,
    'authorization_pending',
  ]);
});

test('JSON that is no object, or no JSON, is invalid_request', async ({ server }) => {
  for (const path of posts)
    for (const body of ['', '[]', '"x"', 'null', '1', '{', '{"client_id":"a"}}', '\ufeff'])
      expect(refused(await post(server, path, body, 'application/json')), body).toEqual([
        400,
        'invalid_request',
      ]);
});

test('an object, a list, a number or a truth value where a string belongs is invalid_request', async ({
  server,
}) => {
  const names = [
    'client_id',
    'client_secret',
    'grant_type',
    'device_code',
    'refresh_token',
    'scope',
    'token',
  ];
  for (const name of names)
    for (const value of [{}, { $ne: null }, ['x'], 1, true]) {
      const body = JSON.stringify({ client_id: 'doorcode-cli', [name]: value });
      expect(refused(await post(server, '/oauth2/token', body, 'application/json')), body).toEqual([
        400,
        'invalid_request',
      ]);
    }
});

test('NUL, lone surrogates and bytes that are no UTF-8 are invalid_request', async ({ server }) => {
  for (const path of posts) {
    for (const body of [
      'client_id=a%00b',
      'client_id=doorcode-cli&x%00=1',
      'client_id=doorcode-cli&scope=%00',
    ])
      expect(refused(await post(server, path, body)), body).toEqual([400, 'invalid_request']);
    for (const body of [
      '{"client_id":"\\ud800"}',
      '{"client_id":"a\\u0000"}',
      '{"client_id":"x","y":"\\udfff"}',
    ])
      expect(refused(await post(server, path, body, 'application/json')), body).toEqual([
        400,
        'invalid_request',
      ]);
    const broken = Buffer.from([...Buffer.from('client_id='), 0xff, 0xfe]);
    expect(refused(await post(server, path, broken))).toEqual([400, 'invalid_request']);
  }
});

test('an escape of half a surrogate in a form is replaced, and names no client', async ({ server }) => {
  expect(refused(await post(server, start, 'client_id=%ED%A0%80'))).toEqual([400, 'invalid_client']);
});

test('any other content type, and none, is 415', async ({ server }) => {
  for (const path of posts)
    for (const type of [
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/json+x',
      'application/xml',
      '',
    ])
      expect(refused(await post(server, path, 'client_id=doorcode-cli', type)), type).toEqual([
        415,
        'unsupported_media_type',
      ]);
});

test('a value longer than any of ours is invalid_request', async ({ server }) => {
  for (const [path, name, length] of [
    ['/oauth2/token', 'device_code', 513],
    [start, 'scope', 2_001],
    [start, 'device_name', 1_001],
    [start, 'acr_values', 2_001],
    [start, 'max_age', 10],
  ] as const) {
    const fields = { client_id: 'doorcode-cli', grant_type: deviceCodeGrant, [name]: 'x'.repeat(length) };
    expect(refused(await postForm(server, path, fields)), name).toEqual([400, 'invalid_request']);
  }
});

test('unknown scopes are dropped, not fatal', async ({ server, connect }) => {
  const { tokens } = await connect({ scope: 'openid read:everything email "quoted" \u00e9' });
  expect(tokens.scope).toBe('openid email');
  expect(
    (await postForm(server, start, { client_id: 'doorcode-cli', scope: 'nothing we know' })).status,
  ).toBe(200);
});
