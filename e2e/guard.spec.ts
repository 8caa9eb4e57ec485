import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowByForm, enterByForm, signInByForms } from './testing/form-person';
import { root } from './testing/server';
import { expect, test } from './testing/test';
import { poll, postForm, send, startDevice } from './testing/wire';

/** Every form route of the tree, found by what it exports, so that a new one is covered by being there. */
const forms = (readdirSync(join(root, 'app'), { recursive: true }) as string[])
  .filter((name) => /(^|\/)route\.ts$/.test(name))
  .map((name) => ({
    path: `/${name.replace(/\/?route\.ts$/, '')}`,
    text: readFileSync(join(root, 'app', name), 'utf8'),
  }))
  .filter(({ text }) => /export const POST/.test(text));

test('there are forms to guard', () => {
  expect(forms.length).toBeGreaterThanOrEqual(8);
});

for (const { path, text } of forms) {
  test(`${path} refuses what another site sends`, async ({ server }) => {
    for (const headers of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'same-site' },
      { origin: `${server.url}.evil.example` },
      {},
    ])
      expect((await postForm(server, path, {}, headers as Record<string, string>)).status).toBe(403);
  });

  if (text.includes('personForm'))
    test(`${path} leads a stranger to sign in`, async ({ server }) => {
      const fields = {
        request: 'x',
        ticket: 'x',
        decision: 'allow',
        device: '01900000-0000-7000-8000-000000000000',
        token: 'x',
        code: 'x',
      };
      const { status, headers } = await postForm(server, path, fields, {
        origin: server.url,
        'sec-fetch-site': 'same-origin',
      });
      expect([status, headers.get('location')?.split('?')[0]]).toEqual([303, '/login']);
    });
}

test('a ticket is worth nothing to another session, nor is a bearer token', async ({ server }) => {
  const [ann, bob] = [await signInByForms(server), await signInByForms(server)];
  const device = await startDevice(server);
  const entered = await enterByForm(ann, device.user_code);
  expect(await bob.post('/device/decide', { ...entered, decision: 'allow' })).toBe('/device?error=changed');

  const own = await startDevice(server);
  await allowByForm(ann, own.user_code);
  const { access_token } = (await poll(server, own.device_code)).body as Record<string, string>;
  const { headers } = await postForm(
    server,
    '/device/decide',
    { ...entered, decision: 'allow' },
    { origin: server.url, authorization: `Bearer ${access_token}` },
  );
  expect(headers.get('location')).toMatch(/^\/login/);
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');
});

test('opening pages decides nothing, however often', async ({ server }) => {
  const ann = await signInByForms(server);
  const device = await startDevice(server);
  const path = await ann.post('/device/enter', { code: device.user_code });
  for (const one of [
    path,
    path.replace('confirm', 'done'),
    `/device?user_code=${device.user_code}`,
    '/device/decide',
    '/account/devices/sign-out-all',
  ])
    await ann.get(one);
  expect((await send(`${server.url}/device/decide`)).status).toBe(405);
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');
});
