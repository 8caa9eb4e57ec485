import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { startDeviceAuthorization } from '@/lib/device/start';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  deviceRequest,
  enter,
  isLive,
  later,
  redeem,
  refresh as refreshAs,
  start,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { revokeToken } from '@/lib/tokens/revoke';

withDatabase();
let client: Client;
let person: Person;
beforeAll(async () => {
  client = await createClient();
  person = await createSignedInPerson();
});

const refresh = (refreshToken: string, now = start, scopes?: string[]) =>
  refreshAs(client, refreshToken, now, { scopes });

describe('rotation (I4)', () => {
  test('each use gives a new pair', async () => {
    const first = await createTokens(client, person);
    const second = await refresh(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await isLive(second.accessToken)).toBe(true);
  });

  test('100 parallel uses never fork the family: all get the same successor', async () => {
    const { refreshToken } = await createTokens(client, person);
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refreshToken)));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.accessToken)).size).toBe(1);
    expect(await codeOf(refresh(answers[0]!.refreshToken!))).toBe('tokens');
  });

  test('a retry within ten seconds gets the same tokens, with what is left of their time', async () => {
    const { refreshToken } = await createTokens(client, person);
    const first = await refresh(refreshToken);
    const retry = await refresh(refreshToken, later(9));
    expect(retry).toMatchObject({
      accessToken: first.accessToken,
      refreshToken: first.refreshToken,
      expiresInSeconds: 3591,
    });
  });

  test('reuse after that ends the family, the newest tokens too, and is audited', async () => {
    const { refreshToken } = await createTokens(client, person);
    const second = await refresh(refreshToken);
    expect(await codeOf(refresh(refreshToken, later(11)))).toBe('invalid_grant');
    expect(await isLive(second.accessToken)).toBe(false);
    expect(await codeOf(refresh(second.refreshToken!, later(11)))).toBe('invalid_grant');
    expect(await prisma().auditEvent.count({ where: { action: 'refresh_token.reused' } })).toBe(1);
  });

  test("another client's use is refused and harms nobody", async () => {
    const { refreshToken } = await createTokens(client, person);
    const other = await createClient();
    expect(await codeOf(refreshAs(other, refreshToken))).toBe('invalid_grant');
    expect(await codeOf(refresh(refreshToken))).toBe('tokens');
  });
});

describe('limits of a refresh', () => {
  test('scope may narrow for the new access token, and the session keeps what it had', async () => {
    const { refreshToken } = await createTokens(client, person);
    const narrow = await refresh(refreshToken, start, ['openid']);
    expect(narrow.scopes).toEqual(['openid']);
    expect((await refresh(narrow.refreshToken!)).scopes).toEqual(['openid', 'profile', 'email']);
  });

  test('a wider scope is invalid_scope, and the token still works', async () => {
    const { deviceCode, userCode } = await startDeviceAuthorization(contextAt(start), {
      ...deviceRequest,
      client,
      scopes: ['openid'],
    });
    await allow(person, await enter(person, userCode));
    const tokens = await redeem(client, deviceCode);
    expect(await codeOf(refresh(tokens.refreshToken!, start, ['openid', 'email']))).toBe('invalid_scope');
    expect((await refresh(tokens.refreshToken!, start, ['openid', 'unknown'])).scopes).toEqual(['openid']);
  });

  test('an idle token dies, and a session ends whatever its tokens say', async () => {
    const day = 24 * 3600;
    const idle = await createTokens(client, person);
    expect(await codeOf(refresh(idle.refreshToken, later(30 * day)))).toBe('invalid_grant');
    const busy = await createTokens(client, person);
    let token = busy.refreshToken;
    for (let days = 29; days < 90; days += 29)
      token = (await refresh(token, later(days * day))).refreshToken!;
    expect(await codeOf(refresh(token, later(90 * day)))).toBe('invalid_grant');
  });

  test('a disabled person gets nothing', async () => {
    const someone = await createSignedInPerson();
    const { refreshToken, accessToken } = await createTokens(client, someone);
    await prisma().user.update({ where: { id: someone.userId }, data: { disabledAt: start } });
    expect(await codeOf(refresh(refreshToken))).toBe('invalid_grant');
    expect(await isLive(accessToken)).toBe(false);
  });
});

describe('revocation (RFC 7009)', () => {
  test.each(['accessToken', 'refreshToken'] as const)(
    'giving back the %s kills every token of the session',
    async (which) => {
      const first = await createTokens(client, person);
      const second = await refresh(first.refreshToken);
      await revokeToken(contextAt(start), client, (which === 'accessToken' ? first : second)[which]!);
      expect(await isLive(first.accessToken)).toBe(false);
      expect(await isLive(second.accessToken)).toBe(false);
      expect(await codeOf(refresh(second.refreshToken!))).toBe('invalid_grant');
    },
  );

  test("another client's attempt changes nothing", async () => {
    const tokens = await createTokens(client, person);
    await revokeToken(contextAt(start), await createClient(), tokens.refreshToken);
    expect(await isLive(tokens.accessToken)).toBe(true);
  });
});
