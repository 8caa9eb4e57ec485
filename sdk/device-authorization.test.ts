import { describe, expect, test } from 'vitest';
import { requestDeviceAuthorization } from './device-authorization.js';
import { discover } from './discovery.js';
import { FakeClock } from './testing/fake-clock.js';
import { client, failureOf, startFakeServer } from './testing/setting.js';

describe('requestDeviceAuthorization', () => {
  test('says who asks, from what device, for which scopes', async () => {
    const fake = await startFakeServer();
    await requestDeviceAuthorization(await discover(fake.url), client, { scope: 'openid email' });
    const [request] = fake.to('/oauth2/device_authorization');
    expect(request?.userAgent).toBe(`acme/1.2.0 (${process.platform})`);
    expect(request?.form).toEqual({
      client_id: 'acme-cli',
      scope: 'openid email',
      device_name: 'my laptop',
      client_version: '1.2.0',
    });
  });

  test('names the organization that it is for', async () => {
    const fake = await startFakeServer();
    await requestDeviceAuthorization(await discover(fake.url), client, { organization: 'acme' });
    expect(fake.to('/oauth2/device_authorization')[0]?.form).toMatchObject({ organization: 'acme' });
  });

  test('gives the code, the links and the times', async () => {
    const fake = await startFakeServer();
    const clock = new FakeClock();
    expect(await requestDeviceAuthorization(await discover(fake.url), client, { clock })).toEqual({
      deviceCode: 'the-device-code',
      userCode: 'WDJB-MJHT',
      verificationUri: `${fake.url}/device`,
      verificationUriComplete: `${fake.url}/device?user_code=WDJB-MJHT`,
      expiresAt: clock.now() + 600_000,
      intervalSeconds: 5,
    });
  });

  test('polls every five seconds when the server names no interval', async () => {
    const fake = await startFakeServer();
    fake.script.device = { interval: undefined, verification_uri_complete: undefined };
    expect(await requestDeviceAuthorization(await discover(fake.url), client)).toMatchObject({
      intervalSeconds: 5,
      verificationUriComplete: undefined,
    });
  });

  test('a user code can not write to the terminal', async () => {
    const fake = await startFakeServer();
    fake.script.device = { user_code: '\x1b[2J\u202EAB\nCD' };
    expect((await requestDeviceAuthorization(await discover(fake.url), client)).userCode).toBe('AB CD');
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'calc.exe', 'https://github.com@evil.example/'])(
    'a link like %s ends the sign-in, wherever it stands',
    async (link) => {
      const fake = await startFakeServer();
      const server = await discover(fake.url);
      for (const name of ['verification_uri', 'verification_uri_complete']) {
        fake.script.device = { [name]: link };
        expect(await failureOf(requestDeviceAuthorization(server, client))).toMatchObject({
          code: 'unsafe_link',
        });
      }
    },
  );

  test('a server without the device flow is named as such', async () => {
    const fake = await startFakeServer();
    fake.script.metadata.device_authorization_endpoint = undefined;
    const failure = await failureOf(requestDeviceAuthorization(await discover(fake.url), client));
    expect(failure).toMatchObject({ code: 'unsupported' });
  });
});
