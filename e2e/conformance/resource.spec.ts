import { decodeJwt } from 'jose';
import { createClient } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { refusalOf, standardClient } from '../testing/oauth';
import { decide } from '../testing/person';
import { send } from '../testing/wire';

/** RFC 8707, resource indicators. */

const [a, b] = ['https://a.example', 'https://b.example/v1'];
const profile = { accessTokenFormat: 'jwt', resources: [a, b] } as const;

test('tokens are for what the device request named, and each may be for less', async ({ server, person }) => {
  const id = await createClient(server, { ...profile, resources: [a, b] });
  const standard = await standardClient(server, id);
  const repeated = new URLSearchParams([
    ['client_id', id],
    ['resource', a],
    ['resource', b],
  ]);
  const answer = await send(`${server.url}/oauth2/device_authorization`, { method: 'POST', body: repeated });
  const { device_code, user_code } = answer.body as Record<string, string>;
  await decide(person, user_code!, 'Allow');
  const tokens = await standard.poll(device_code!);
  expect(decodeJwt(tokens.access_token).aud).toEqual([a, b]);
  const narrow = await standard.refresh(tokens.refresh_token!, { resource: b });
  expect(decodeJwt(narrow.access_token).aud).toBe(b);
  expect((await refusalOf(standard.userinfo(narrow.access_token, tokens.access_token))).error).toBe(
    'invalid_token',
  );
});

test('JSON carries several as an array', async ({ server }) => {
  const id = await createClient(server, { ...profile, resources: [a, b] });
  const ask = async (resource: unknown) =>
    send(`${server.url}/oauth2/device_authorization`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: id, resource }),
    });
  expect((await ask([a, b])).status).toBe(200);
  expect((await ask([a, 1])).body.error).toBe('invalid_request');
});

test('a resource that is not allowed, or is none, is invalid_target', async ({ server }) => {
  const standard = await standardClient(server, await createClient(server, { ...profile, resources: [a] }));
  for (const resource of [b, 'https://a.example/', '/relative', 'not a uri', `${a}#fragment`])
    expect((await refusalOf(standard.start({ resource }))).error).toBe('invalid_target');
});
