import { skipSubjectCheck } from 'oauth4webapi';
import * as client from 'openid-client';
import { createClient } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { openIdClient, refusalOf, type StandardClient, standardClient } from '../testing/oauth';
import { decide } from '../testing/person';
import { postForm } from '../testing/wire';

/** RFC 7009. Either kind of token ends the session that both belong to. */

type Pair = { access_token: string; refresh_token?: string };

const expectDead = async (standard: StandardClient, pairs: Pair[]) => {
  for (const { access_token, refresh_token } of pairs) {
    expect((await refusalOf(standard.userinfo(access_token, skipSubjectCheck))).status).toBe(401);
    expect((await refusalOf(standard.refresh(refresh_token!))).error).toBe('invalid_grant');
  }
};

const kinds = [
  ['refresh token', ({ refresh_token }: Pair) => refresh_token!],
  ['access token', ({ access_token }: Pair) => access_token],
] as const;
const hints = [undefined, 'refresh_token', 'access_token', 'something_else'];

for (const [kind, pick] of kinds)
  test(`a revoked ${kind} ends every token of its session, whatever the hint says`, async ({
    server,
    person,
  }) => {
    const standard = await standardClient(server);
    for (const hint of hints) {
      const device = await standard.start();
      await decide(person, device.user_code, 'Allow');
      const first = await standard.poll(device.device_code);
      const second = await standard.refresh(first.refresh_token!);
      await standard.revoke(pick(second), hint);
      await expectDead(standard, [first, second]);
    }
  });

test('openid-client revokes, and finds every token dead afterwards', async ({ server, person }) => {
  const config = await openIdClient(server, await createClient(server, { intervalSeconds: 1 }));
  const device = await client.initiateDeviceAuthorization(config, {});
  await decide(person, device.user_code, 'Allow');
  const first = await client.pollDeviceAuthorizationGrant(config, device);
  const second = await client.refreshTokenGrant(config, first.refresh_token!);
  await client.tokenRevocation(config, second.refresh_token!, { token_type_hint: 'refresh_token' });
  for (const { access_token, refresh_token } of [first, second]) {
    await expect(client.fetchUserInfo(config, access_token, client.skipSubjectCheck)).rejects.toThrow();
    await expect(client.refreshTokenGrant(config, refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  }
});

test('a token that is unknown or already revoked is 200 with an empty body', async ({ server }) => {
  const standard = await standardClient(server);
  await standard.revoke('never issued');
  const answer = await postForm(server, '/oauth2/revoke', { client_id: 'doorcode-cli', token: 'x' });
  expect([answer.status, answer.text]).toEqual([200, '']);
});

test('another client’s token stays as it is', async ({ server, person }) => {
  const standard = await standardClient(server);
  const device = await standard.start();
  await decide(person, device.user_code, 'Allow');
  const tokens = await standard.poll(device.device_code);
  const other = await standardClient(server, await createClient(server));
  for (const [, pick] of kinds) await other.revoke(pick(tokens));
  await standard.userinfo(tokens.access_token, skipSubjectCheck);
});

test('revocation asks for a token and for a client', async ({ server }) => {
  const without = await postForm(server, '/oauth2/revoke', { client_id: 'doorcode-cli' });
  expect([without.status, without.body.error]).toEqual([400, 'invalid_request']);
  const nobody = await postForm(server, '/oauth2/revoke', { client_id: 'nobody', token: 'x' });
  expect([nobody.status, nobody.body.error]).toEqual([400, 'invalid_client']);
});
