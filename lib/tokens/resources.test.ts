import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { findClient } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  redeem,
  refresh,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { decideAudience } from '@/lib/tokens/rules';

withDatabase();
const [a, b, us] = ['https://a.example', 'https://b.example/v1', 'self'];
let person: Person;
let client: Client;
beforeAll(async () => {
  person = await createSignedInPerson();
  client = await createClient({ accessTokenFormat: 'jwt', resources: [a, b] });
});

test.each([
  // requested, granted, allowed, audience
  [[], [], [a, us], [a, us]],
  [[a], [], [a, us], [a]],
  [[], [a], [a, b, us], [a]],
  [[b], [a], [a, b, us], null],
  [
    [b, a],
    [a, b],
    [a, b, us],
    [a, b],
  ],
  [[], [a, b], [b, us], [b]],
  [[], [a], [b, us], null],
  [['x'], [], [a], null],
])('asked %j of %j, allowed %j: %j', (requested, granted, allowed, audience) => {
  expect(decideAudience(requested, granted, allowed)).toEqual(audience);
});

async function connect(resources: string[]) {
  const device = await startDevice(client, contextAt(start), { resources });
  await allow(person, await enter(person, device.userCode));
  return device.deviceCode;
}
const audienceOf = (tokens: { accessToken: string }) => decodeJwt(tokens.accessToken).aud;

describe('resource indicators (RFC 8707)', () => {
  test('what the device request names, its tokens are for', async () => {
    const tokens = await redeem(client, await connect([a]));
    expect(audienceOf(tokens)).toBe(a);
    expect(audienceOf(await refresh(client, tokens.refreshToken!))).toBe(a);
  });

  test('each access token may be for less, and the next one for another', async () => {
    const tokens = await redeem(client, await connect([a, b]), start, { resources: [a] });
    expect(audienceOf(tokens)).toBe(a);
    const next = await refresh(client, tokens.refreshToken!, start, { resources: [b] });
    expect(audienceOf(next)).toBe(b);
    expect(audienceOf(await refresh(client, next.refreshToken!))).toEqual([a, b]);
  });

  test('what was not granted is invalid_target, and costs nothing', async () => {
    expect(await codeOf(connect(['https://other.example']))).toBe('invalid_target');
    const deviceCode = await connect([a]);
    expect(await codeOf(redeem(client, deviceCode, start, { resources: [b] }))).toBe('invalid_target');
    const tokens = await redeem(client, deviceCode);
    expect(await codeOf(refresh(client, tokens.refreshToken!, start, { resources: [b] }))).toBe(
      'invalid_target',
    );
    expect(audienceOf(await refresh(client, tokens.refreshToken!))).toBe(a);
  });

  test('what the client may have later is not what was granted', async () => {
    const of = await createClient({ accessTokenFormat: 'jwt', resources: [a] });
    const device = await startDevice(of);
    await allow(person, await enter(person, device.userCode));
    const tokens = await redeem(of, device.deviceCode);
    const later = { ...of, resources: [a, b] };
    expect(audienceOf(await refresh(later, tokens.refreshToken!))).toEqual([a, 'http://localhost:3000']);
    expect(await codeOf(refresh(later, tokens.refreshToken!, start, { resources: [b] }))).toBe(
      'invalid_target',
    );
  });

  test('two processes that refresh at once for different APIs get a token each, and share the next refresh token', async () => {
    const { refreshToken } = await redeem(client, await connect([a, b]));
    const [one, other, again] = [
      await refresh(client, refreshToken!, start, { resources: [a] }),
      await refresh(client, refreshToken!, start, { resources: [b], scopes: ['openid'] }),
      await refresh(client, refreshToken!, start, { resources: [a] }),
    ];
    expect([audienceOf(one), audienceOf(other), audienceOf(again)]).toEqual([a, b, a]);
    expect(other.scopes).toEqual(['openid']);
    expect(new Set([one, other, again].map((tokens) => tokens.refreshToken)).size).toBe(1);
    expect(await isLive(other.accessToken)).toBe(true);
    expect(await codeOf(refresh(client, refreshToken!, start, { resources: ['https://c.example'] }))).toBe(
      'invalid_target',
    );
  });

  test('what the client may not have any more is not granted again, scopes neither', async () => {
    const tokens = await redeem(client, await connect([a, b]));
    await prisma().client.update({
      where: { id: client.id },
      data: { resources: [b], scopes: ['openid', 'profile'] },
    });
    const now = (await findClient(contextAt(start), client.id))!;
    const next = await refresh(now, tokens.refreshToken!);
    expect([audienceOf(next), next.scopes]).toEqual([b, ['openid', 'profile']]);
    expect(await codeOf(refresh(now, next.refreshToken!, start, { scopes: ['email'] }))).toBe(
      'invalid_scope',
    );
  });
});
